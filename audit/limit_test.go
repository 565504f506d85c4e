package audit

import (
	"math"
	"testing"
)

// What is no rate gives way to the default: nobody is to read as fast as it goes by
// mistake.
func TestNewLimits(t *testing.T) {
	for _, tt := range []struct {
		reason       string
		target, pool float64
		want         [2]float64
	}{
		{"rates", 3, 2, [2]float64{3, 2}},
		{"none", 0, 0, [2]float64{DefaultRate, DefaultPoolRate}},
		{"less than none", -1, -1, [2]float64{DefaultRate, DefaultPoolRate}},
		{"no numbers", math.NaN(), math.NaN(), [2]float64{DefaultRate, DefaultPoolRate}},
	} {
		t.Run(tt.reason, func(t *testing.T) {
			l := newLimits(tt.target, tt.pool)
			if got := [2]float64{float64(l.target), float64(l.pool)}; got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}
