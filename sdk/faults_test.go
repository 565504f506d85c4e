package sdk

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"

	"github.com/userpoolclient/userpoolclient"
)

// The writers of a run: some to each of its clients.
const (
	faultClients = 4
	faultWriters = 200
	faultSeeds   = 5
)

// Whatever goes wrong, an update that Update acknowledges is there in the end, one
// that it does not is there once and whole or not at all, and nothing else moves.
// synctest fails where a goroutine is left.
func TestUpdatesUnderFaults(t *testing.T) {
	const ms, latest = time.Millisecond, DefaultSettleTime - time.Second
	for _, tt := range []struct {
		name    string
		weather weather
		giveUp  float64 // the share of callers whose context ends
		least   int     // how many acknowledged updates there must be
	}{
		{"latency", weather{latency: 200 * ms}, 0, faultWriters},
		{"throttling", weather{latency: 20 * ms, throttled: 0.3}, 0, faultWriters},
		{"conflicts", weather{latency: 20 * ms, conflict: 0.3}, 0, faultWriters},
		{"stale reads", weather{latency: 20 * ms, stale: 0.2, staleBy: 5 * time.Second}, 0, faultWriters},
		{"stale reads, dates in seconds", weather{
			latency: 20 * ms, stale: 0.2, staleBy: 5 * time.Second, wholeSeconds: true,
		}, 0, faultWriters},
		{"lost requests", weather{latency: 20 * ms, loseRequest: 0.2}, 0, faultWriters},
		{"lost answers", weather{latency: 20 * ms, loseAnswer: 0.2, cutAnswer: 0.1}, 0, faultWriters},
		{"late application", weather{latency: 20 * ms, late: 0.2, lateBy: latest}, 0, faultWriters},
		{"internal errors", weather{latency: 20 * ms, internal: 0.3}, 0, faultWriters},
		{"no answers", weather{latency: 20 * ms, hang: 0.2}, 0, faultWriters},
		{"callers who give up", weather{
			latency: 200 * ms, late: 0.1, lateBy: latest, loseAnswer: 0.1,
		}, 0.5, faultWriters / 3},
		{"everything", weather{
			latency: 100 * ms, throttled: 0.05, conflict: 0.05, internal: 0.05, loseRequest: 0.05, loseAnswer: 0.05,
			cutAnswer: 0.05, late: 0.05, lateBy: latest, hang: 0.02, stale: 0.2, staleBy: 10 * time.Second,
		}, 0.2, faultWriters / 3},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for seed := range uint64(faultSeeds) {
				synctest.Test(t, func(t *testing.T) { updatesUnderFaults(t, seed, tt.weather, tt.giveUp, tt.least) })
			}
		})
	}
}

func updatesUnderFaults(t *testing.T, seed uint64, w weather, giveUp float64, least int) {
	ids := make([]string, faultClients)
	for i := range ids {
		ids[i] = fmt.Sprintf("client%d", fakes.Add(1))
	}
	service := newFake(t, seed, w, ids...)
	before := service.settings(ids[0])
	client, random := service.client(t, patient), rand.New(rand.NewPCG(seed, 1))
	acknowledged := make([]bool, faultWriters)
	results := make([]*UpdateResult, faultWriters)
	var wg sync.WaitGroup
	for i := range faultWriters {
		patience := time.Duration(-1)
		if random.Float64() < giveUp {
			patience = time.Duration(random.Int64N(int64(w.latency)))
		}
		wg.Go(func() {
			result, err := addMark(t.Context(), client, ids[i%faultClients], i, patience)
			acknowledged[i], results[i] = err == nil, result
			if err != nil && least == faultWriters {
				t.Errorf("seed %d, writer %d: %v", seed, i, err)
			}
		})
	}
	wg.Wait()
	for _, r := range results {
		if r != nil {
			<-r.Settled()
		}
	}
	time.Sleep(time.Minute) // whatever is still on its way arrives
	if w.latency != 200*time.Millisecond && service.faults < faultWriters/10 {
		t.Errorf("seed %d: only %d faults", seed, service.faults)
	}
	acks := 0
	for i, ack := range acknowledged {
		n := marks(service, ids[i%faultClients], i)
		if ack {
			acks++
		}
		if ack && n != 1 || n > 1 || n < 0 {
			t.Errorf("seed %d, writer %d, acknowledged %v: %d times there", seed, i, ack, n)
		}
	}
	t.Logf("seed %d: %d acks, %d faults, %d updates, %d describes", seed, acks, service.faults,
		service.calls[updateOperation], service.calls[describeOperation])
	if acks < least {
		t.Errorf("seed %d: only %d updates are acknowledged", seed, acks)
	}
	for _, id := range ids {
		after := service.settings(id)
		for _, changed := range []string{"ClientId", "ClientName", "CallbackURLs"} {
			after[changed] = before[changed]
		}
		if d := diff(before, after); d != "" {
			t.Errorf("seed %d, %s: something else has changed:\n%s", seed, id, d)
		}
	}
}

// addMark lets a writer leave its mark: two characters at the end of the name, and
// a URL. The name is no set: a mark that is made twice shows. A writer that is not
// patient gives up some time after its Edit, while its request is under way.
func addMark(
	ctx context.Context, client *cognitoidentityprovider.Client, id string, writer int, patience time.Duration,
) (*UpdateResult, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	return Update(ctx, client, UpdateRequest{UserPoolID: poolID, ClientID: id, Edit: func(c *userpoolclient.Config) error {
		if patience >= 0 {
			time.AfterFunc(patience, cancel)
		}
		c.ClientName = new(*c.ClientName + mark(writer))
		c.CallbackURLs = append(c.CallbackURLs, urlOf(writer))
		return nil
	}})
}

func mark(writer int) string {
	return fmt.Sprintf("%c%c", 'A'+writer/faultClients/10, '0'+writer/faultClients%10)
}

// marks returns how often a writer's mark is there; -1 where it is there in part.
func marks(service *fake, id string, writer int) int {
	urls := 0
	for _, url := range service.settings(id)["CallbackURLs"].([]any) {
		if url == urlOf(writer) {
			urls++
		}
	}
	n := strings.Count(service.name(id), mark(writer))
	if urls != n {
		return -1
	}
	return n
}
