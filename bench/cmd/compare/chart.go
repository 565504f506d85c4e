package main

import (
	"fmt"
	"html"
	"math"
	"strings"
)

type bar struct {
	name  string
	ns    float64
	ratio float64
	kind  kind
}

// A kind decides the colour.
type kind string

const (
	own  kind = "own"
	peer kind = "peer"
	yard kind = "yard"
)

// chart draws horizontal bars on a logarithmic scale.
func (r *report) chart() string {
	const (
		width, left, right = 860, 236, 130
		top, row, thick    = 104, 27, 18
	)
	bars := r.bars()
	low := math.Floor(math.Log10(bars[0].ns * 0.8))
	high := math.Ceil(math.Log10(bars[len(bars)-1].ns))
	x := func(ns float64) float64 {
		return left + (math.Log10(ns)-low)/(high-low)*(width-left-right)
	}
	bottom := top + row*len(bars)
	var b strings.Builder
	p := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	p(`<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" font-family="system-ui, -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif" font-size="13">`,
		width, bottom+34, width, bottom+34)
	p(`<title>Time to check one valid app client, logarithmic scale</title>`)
	p(`<style>.own{fill:#c2410c}.peer{fill:#64748b}.yard{fill:#cbd5e1}.text{fill:#0f172a}.soft{fill:#475569}.strong{font-weight:600}</style>`)
	p(`<rect width="100%%" height="100%%" rx="6" fill="#ffffff"/>`)
	p(`<text x="20" y="28" class="text strong" font-size="16">Time to check one valid app client (21 members, 50 strings)</text>`)
	p(`<text x="20" y="48" class="soft">processor time, logarithmic scale: shorter is faster; × is the ratio to Validate</text>`)
	for i, k := range []struct {
		kind kind
		name string
	}{{own, "userpoolclient"}, {peer, "other ways to check"}, {yard, "work done anyway"}} {
		at := 20 + 170*i
		p(`<rect x="%d" y="61" width="11" height="11" class="%s"/><text x="%d" y="71" class="soft">%s</text>`, at,
			k.kind, at+17, k.name)
	}
	for e := low; e <= high; e++ {
		at := x(math.Pow(10, e))
		p(`<line x1="%.1f" y1="%d" x2="%.1f" y2="%d" stroke="#e2e8f0"/>`, at, top-8, at, bottom)
		p(`<text x="%.1f" y="%d" class="soft" text-anchor="middle" font-size="12">%s</text>`, at, bottom+18, tick(e))
	}
	for i, k := range bars {
		y := top + row*i
		weight := ""
		if k.kind == own {
			weight = " strong"
		}
		p(`<text x="%d" y="%d" class="text%s" text-anchor="end">%s</text>`, left-10, y+14, weight,
			html.EscapeString(k.name))
		p(`<rect x="%d" y="%d" width="%.1f" height="%d" rx="2" class="%s"/>`, left, y, max(x(k.ns)-left, 2), thick,
			k.kind)
		p(`<text x="%.1f" y="%d" class="text%s">%s<tspan class="soft" dx="8">× %s</tspan></text>`, x(k.ns)+7, y+14,
			weight, duration(k.ns), short(k.ratio))
	}
	p(`</svg>`)
	return b.String()
}

// tick names a power of ten nanoseconds.
func tick(e float64) string {
	n := int(e)
	return fmt.Sprintf("%d %s", int(math.Pow10(n%3)), []string{"ns", "µs", "ms", "s"}[n/3])
}
