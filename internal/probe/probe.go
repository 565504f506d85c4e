package probe

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/userpoolclient/userpoolclient"
)

// prefix begins the name of everything that a probe makes; the ID of its run
// follows.
const prefix = "userpoolclient-probe-"

// tag marks the user pools that a probe makes; its value is the ID of the run. App
// clients have no tags.
const tag = "userpoolclient-probe"

// Options say what to ask, and where.
type Options struct {
	Client *cognitoidentityprovider.Client
	Region string
	PoolID string // the pool in which app clients are made; "": one of the probe's own
	Run    string // the ID of the run, which must be new: see IsRun
	Only   []string
	Now    func() time.Time
	Told   func(question, name, answer string) // of each answer; may be nil
}

// Report is what has been asked and answered.
type Report struct {
	Date      time.Time        `json:"date"`
	Region    string           `json:"region"`
	Run       string           `json:"run"`
	Pool      Pool             `json:"userPool"`
	Questions []QuestionReport `json:"questions"`
}

// Pool is where the app clients were made.
type Pool struct {
	ID    string `json:"id"`
	Tier  string `json:"tier"`
	IsOwn bool   `json:"own"` // made by the probe, and deleted
}

// QuestionReport is a question with its answers.
type QuestionReport struct {
	ID       string                 `json:"id"`
	Question string                 `json:"question"`
	Fields   []userpoolclient.Field `json:"fields,omitempty"`
	Cases    []CaseReport           `json:"cases"`
}

// CaseReport is a case, its answer, and what was sent and answered, without secrets.
type CaseReport struct {
	Name      string     `json:"name"`
	Answer    string     `json:"answer"`
	Exchanges []Exchange `json:"exchanges"`
}

var runPattern = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[0-9a-z]{8,26}$`) })

// IsRun reports whether a text can be the ID of a run: letters and digits, enough of
// them that nothing but a probe's own work has it in its name.
func IsRun(id string) bool { return runPattern().MatchString(id) }

// A prober is one run.
type prober struct {
	Options
	pool, lite Pool            // lite is set where there is one
	noServer   error           // why there is no resource server in a pool of its own
	noLite     error           // why there is no pool of the tier LITE
	made       map[string]Pool // the app clients that this run has made and not deleted
	number     int             // of the cases so far
}

// Run asks the questions, and deletes what it has made, also where the context ends.
// The report is not nil; its cases that were not asked are not answered. An error
// says what went wrong or what is left behind.
func Run(ctx context.Context, o Options) (*Report, error) {
	if !IsRun(o.Run) {
		return nil, fmt.Errorf("the run %q must be 8 to 26 small letters and digits", o.Run)
	}
	p := &prober{Options: o, made: make(map[string]Pool)}
	report := &Report{Date: o.Now().UTC(), Region: o.Region, Run: o.Run, Questions: []QuestionReport{}}
	err := p.prepare(ctx)
	report.Pool = p.pool
	if err == nil {
		for _, q := range selected(o.Only) {
			report.Questions = append(report.Questions, p.ask(ctx, q))
		}
		err = ctx.Err()
	}
	return report, errors.Join(err, p.cleanUp(ctx))
}

// selected returns the questions of these IDs, or all.
func selected(only []string) []Question {
	return slices.DeleteFunc(Questions(), func(q Question) bool { return len(only) > 0 && !slices.Contains(only, q.ID) })
}

// prepare looks at the pool that the user names, or makes two.
func (p *prober) prepare(ctx context.Context) error {
	if p.PoolID == "" {
		if err := p.makePool(ctx, types.UserPoolTierTypeEssentials, &p.pool); err != nil {
			return err
		}
		p.noLite = p.makePool(ctx, types.UserPoolTierTypeLite, &p.lite)
		return nil
	}
	p.pool = Pool{ID: p.PoolID}
	out, err := p.Client.DescribeUserPool(ctx, &cognitoidentityprovider.DescribeUserPoolInput{UserPoolId: &p.PoolID})
	if err != nil {
		return fmt.Errorf("describe the user pool: %w", err)
	}
	p.pool.Tier = string(out.UserPool.UserPoolTier)
	if p.pool.Tier == string(types.UserPoolTierTypeLite) {
		p.lite = p.pool
	}
	return nil
}

func (p *prober) makePool(ctx context.Context, tier types.UserPoolTierType, pool *Pool) error {
	custom := func(name string, mutable bool) types.SchemaAttributeType {
		return types.SchemaAttributeType{
			Name: &name, AttributeDataType: types.AttributeDataTypeString, Mutable: &mutable,
		}
	}
	out, err := p.Client.CreateUserPool(ctx, &cognitoidentityprovider.CreateUserPoolInput{
		PoolName: aws.String(prefix + p.Run), UserPoolTier: tier, UserPoolTags: map[string]string{tag: p.Run},
		Schema: []types.SchemaAttributeType{custom("x", true), custom("fixed", false)},
	})
	if err != nil {
		return fmt.Errorf("create a user pool of the tier %s: %w", tier, err)
	}
	*pool = Pool{ID: *out.UserPool.Id, Tier: string(tier), IsOwn: true}
	_, err = p.Client.CreateResourceServer(ctx, &cognitoidentityprovider.CreateResourceServerInput{
		UserPoolId: &pool.ID, Identifier: aws.String("api"), Name: aws.String("api"),
		Scopes: []types.ResourceServerScopeType{{ScopeName: aws.String("read"), ScopeDescription: aws.String("read")}},
	})
	if p.noServer == nil {
		p.noServer = err // what needs none is asked all the same
	}
	return nil
}

func (p *prober) ask(ctx context.Context, q Question) QuestionReport {
	report := QuestionReport{ID: q.ID, Question: q.Asks, Fields: q.Fields}
	for _, c := range q.Cases {
		answered := p.askCase(ctx, c)
		report.Cases = append(report.Cases, answered)
		if p.Told != nil {
			p.Told(q.ID, c.Name, answered.Answer)
		}
	}
	return report
}

func (p *prober) askCase(ctx context.Context, c Case) CaseReport {
	p.number++
	report := CaseReport{Name: c.Name, Exchanges: []Exchange{}}
	pool, why := p.poolFor(c)
	switch {
	case ctx.Err() != nil:
		why = "the probe was ended before"
	case c.Cannot != "":
		why = c.Cannot
	}
	if why != "" {
		report.Answer = notAnswered(why)
		return report
	}
	w := &work{prober: p, pool: pool, name: fmt.Sprintf("%s%s-%d", prefix, p.Run, p.number)}
	for _, step := range c.Steps {
		e := w.take(ctx, step)
		report.Exchanges = append(report.Exchanges, e)
		if ok, answer := e.verdict(); !ok && (step.Operation == createOperation || strings.HasPrefix(answer, NotAnswered)) {
			break
		}
	}
	report.Answer = answerOf(c, report.Exchanges)
	for id, in := range p.made { // one that cannot be deleted now is tried again at the end
		_ = p.delete(context.WithoutCancel(ctx), in.ID, id)
	}
	return report
}

// answerOf reads the answer of a case. Where a step was not taken, what came before
// it is the answer: a reader does not look further than the first that failed.
func answerOf(c Case, all []Exchange) string {
	if len(all) < len(c.Steps) {
		if ok, answer := all[len(all)-1].verdict(); !ok && len(all) > 1 && !strings.HasPrefix(answer, NotAnswered) {
			return readLast(all)
		} else if !ok {
			return answer
		}
	}
	return c.Read(all)
}

// poolFor returns the pool for a case, or why there is none.
func (p *prober) poolFor(c Case) (pool Pool, why string) {
	switch {
	case c.Needs&NeedsLite != 0 && p.noLite != nil:
		return Pool{}, p.noLite.Error()
	case c.Needs&NeedsResourceServer != 0 && p.noServer != nil:
		return Pool{}, "there is no resource server: " + p.noServer.Error()
	case c.Needs&NeedsLite != 0 && p.lite.ID == "":
		return Pool{}, "it needs a user pool of the tier LITE"
	case c.Needs&NeedsLite != 0:
		return p.lite, ""
	case c.Needs&NeedsEssentials != 0 && p.pool.Tier == string(types.UserPoolTierTypeLite):
		return Pool{}, "it needs a user pool of a tier above LITE"
	case c.Needs&^NeedsEssentials != 0 && !p.pool.IsOwn:
		return Pool{}, "it needs a user pool of the probe's own: only app clients are made in one that is named"
	}
	return p.pool, ""
}

const (
	createOperation = "CreateUserPoolClient"
	deleteOperation = "DeleteUserPoolClient"
)

// A work is one case at work.
type work struct {
	*prober
	pool   Pool
	name   string
	id     string // of the client that it has made last
	secret string
}

// take takes a step.
func (w *work) take(ctx context.Context, step Step) Exchange {
	e := w.do(ctx, w.pool, step.Operation, w.body(step))
	if step.Operation != createOperation || e.exception != "" || e.failure != nil {
		return e
	}
	var out struct {
		UserPoolClient struct{ ClientId, ClientSecret string }
	}
	if err := json.Unmarshal(e.raw, &out); err != nil || out.UserPoolClient.ClientId == "" {
		e.failure = errors.New("the answer has no ClientId")
		return e
	}
	w.id, w.secret = out.UserPoolClient.ClientId, out.UserPoolClient.ClientSecret
	w.made[w.id] = w.pool
	return e
}

// body returns the JSON of a step.
func (w *work) body(step Step) []byte {
	members := []string{`"UserPoolId":` + quoted(w.pool.ID)}
	switch step.Operation {
	case createOperation:
		members = append(members, `"ClientName":`+quoted(w.name))
	case "GetClientToken":
		members = []string{`"ClientId":` + quoted(w.id), `"Secret":` + quoted(w.secret)}
	default:
		members = append(members, `"ClientId":`+quoted(w.id))
	}
	if step.Members != "" {
		members = append(members, step.Members)
	}
	return []byte("{" + strings.Join(members, ",") + "}")
}

// NotMadeError says that an app client is not one that the probe has made.
type NotMadeError struct{ ClientID string }

// Error names the client.
func (e *NotMadeError) Error() string {
	return fmt.Sprintf("the app client %q was not made by this probe, which touches no other", e.ClientID)
}

// do makes a call. The one door: no client passes it that this run has not made.
func (p *prober) do(ctx context.Context, pool Pool, operation string, body []byte) Exchange {
	var in struct{ UserPoolId, ClientId string }
	if err := json.Unmarshal(body, &in); err != nil {
		return Exchange{Operation: operation, failure: fmt.Errorf("the request: %w", err)}
	}
	if operation != createOperation && p.made[in.ClientId].ID != pool.ID {
		return Exchange{Operation: operation, Request: withoutSecrets(body), failure: &NotMadeError{in.ClientId}}
	}
	return call(ctx, p.Client, operation, body)
}

// delete deletes a client of this run.
func (p *prober) delete(ctx context.Context, poolID, id string) error {
	body := fmt.Sprintf(`{"UserPoolId":%s,"ClientId":%s}`, quoted(poolID), quoted(id))
	e := p.do(ctx, Pool{ID: poolID}, deleteOperation, []byte(body))
	switch {
	case e.failure != nil:
		return e.failure
	case e.exception != "" && e.exception != "ResourceNotFoundException":
		return errors.New(e.exception + ": " + e.message)
	}
	delete(p.made, id)
	return nil
}

// cleanTimeout is how long the end of a probe may take, after an interrupt as well.
const cleanTimeout = 2 * time.Minute

// cleanUp deletes what the run has made: also a client of which the answer was
// lost, which its name tells.
func (p *prober) cleanUp(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), cleanTimeout)
	defer cancel()
	_, err := CleanUp(ctx, p.Client, p.PoolID, p.Run)
	return err
}

// CleanUp deletes what a run has left: the app clients in a pool, which their names
// tell, or where no pool is named the pools of the probe's own, which their names and
// tags tell. It returns how many there were.
func CleanUp(ctx context.Context, client *cognitoidentityprovider.Client, poolID, run string) (deleted int, err error) {
	if !IsRun(run) {
		return 0, fmt.Errorf("%q is not the ID of a run", run)
	}
	const passes = 5
	for pass := range passes { // a client that is being updated cannot be deleted
		n := 0
		if poolID != "" {
			n, err = deleteClients(ctx, client, poolID, run)
		} else {
			n, err = deletePools(ctx, client, run)
		}
		if deleted += n; err == nil || ctx.Err() != nil {
			break
		}
		time.Sleep(time.Duration(pass) * 100 * time.Millisecond)
	}
	return deleted, err
}

func deletePools(ctx context.Context, client *cognitoidentityprovider.Client, run string) (deleted int, err error) {
	const perPage = 60
	pages := cognitoidentityprovider.NewListUserPoolsPaginator(client,
		&cognitoidentityprovider.ListUserPoolsInput{MaxResults: aws.Int32(perPage)})
	var errs []error
	var left []*string
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return 0, fmt.Errorf("list the user pools: %w", err)
		}
		for _, pool := range page.UserPools {
			if aws.ToString(pool.Name) != prefix+run {
				continue
			}
			out, err := client.DescribeUserPool(ctx, &cognitoidentityprovider.DescribeUserPoolInput{UserPoolId: pool.Id})
			if err != nil {
				errs = append(errs, fmt.Errorf("describe the user pool %s: %w", *pool.Id, err))
			} else if out.UserPool.UserPoolTags[tag] == run {
				left = append(left, pool.Id)
			}
		}
	}
	for _, id := range left { // and all that is in it
		_, err := client.DeleteUserPool(ctx, &cognitoidentityprovider.DeleteUserPoolInput{UserPoolId: id})
		var gone *types.ResourceNotFoundException
		if err != nil && !errors.As(err, &gone) {
			errs = append(errs, fmt.Errorf("the user pool %s is left behind: %w", *id, err))
			continue
		}
		deleted++
	}
	return deleted, errors.Join(errs...)
}

func deleteClients(
	ctx context.Context, client *cognitoidentityprovider.Client, poolID, run string,
) (deleted int, err error) {
	const perPage = 60
	pages := cognitoidentityprovider.NewListUserPoolClientsPaginator(client,
		&cognitoidentityprovider.ListUserPoolClientsInput{UserPoolId: &poolID, MaxResults: aws.Int32(perPage)})
	var left []string
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return 0, fmt.Errorf("list the app clients: %w", err)
		}
		for _, c := range page.UserPoolClients {
			if strings.HasPrefix(aws.ToString(c.ClientName), prefix+run+"-") {
				left = append(left, aws.ToString(c.ClientId))
			}
		}
	}
	var errs []error
	for _, id := range left {
		_, err := client.DeleteUserPoolClient(ctx,
			&cognitoidentityprovider.DeleteUserPoolClientInput{UserPoolId: &poolID, ClientId: &id})
		var gone *types.ResourceNotFoundException
		if err != nil && !errors.As(err, &gone) {
			errs = append(errs, fmt.Errorf("the app client %s is left behind: %w", id, err))
			continue
		}
		deleted++
	}
	return deleted, errors.Join(errs...)
}

// Plan returns the calls that Run would make, a line each.
func Plan(o Options) []string {
	p := &prober{Options: o, pool: Pool{ID: o.PoolID}}
	var lines []string
	if o.PoolID == "" {
		p.pool = Pool{ID: "POOL", IsOwn: true}
		p.lite = Pool{ID: "LITE-POOL", IsOwn: true}
		lines = append(lines, fmt.Sprintf("CreateUserPool and CreateResourceServer, twice: POOL of the tier ESSENTIALS and "+
			"LITE-POOL of the tier LITE, named %s%s, with the tag %s", prefix, o.Run, tag))
	} else {
		lines = append(lines, "DescribeUserPool "+o.PoolID)
	}
	for _, q := range selected(o.Only) {
		for _, c := range q.Cases {
			p.number++
			pool, why := p.poolFor(c)
			if c.Cannot != "" {
				why = c.Cannot
			}
			if why != "" {
				lines = append(lines, fmt.Sprintf("# %s, %s: %s", q.ID, c.Name, notAnswered(why)))
				continue
			}
			lines = append(lines, fmt.Sprintf("# %s, %s", q.ID, c.Name))
			w := &work{prober: p, pool: pool, name: fmt.Sprintf("%s%s-%d", prefix, o.Run, p.number), id: "CLIENT",
				secret: redacted}
			for _, step := range c.Steps {
				lines = append(lines, step.Operation+" "+string(w.body(step)))
			}
			lines = append(lines, deleteOperation+" of what was made")
		}
	}
	if o.PoolID == "" {
		return append(lines, "DeleteUserPool POOL and LITE-POOL")
	}
	return append(lines, fmt.Sprintf("ListUserPoolClients, and DeleteUserPoolClient of those named %s%s-*", prefix, o.Run))
}
