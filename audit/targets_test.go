package audit

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/userpoolclient/userpoolclient/cognitotest"
)

// cloud is a double of every service that an audit calls: Cognito, STS and the
// Regions of an account. It keeps the names of the operations.
type cloud struct {
	cognito *cognitotest.Service
	mu      sync.Mutex
	actions map[string]bool
	keys    []string // access key IDs of the calls of Cognito
}

func (c *cloud) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c.mu.Lock()
	defer c.mu.Unlock()
	_, operation, isCognito := strings.Cut(r.Header.Get("X-Amz-Target"), "AWSCognitoIdentityProviderService.")
	switch {
	case isCognito:
		c.actions["cognito-idp:"+operation] = true
		_, rest, _ := strings.Cut(r.Header.Get("Authorization"), "Credential=")
		key, _, _ := strings.Cut(rest, "/")
		c.keys = append(c.keys, key)
		c.cognito.ServeHTTP(w, r)
	case r.URL.Path == "/listRegions":
		c.actions["account:ListRegions"] = true
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprint(w, `{"Regions":[{"RegionName":"us-east-1","RegionOptStatus":"ENABLED_BY_DEFAULT"},`+
			`{"RegionName":"af-south-1","RegionOptStatus":"ENABLED"}]}`)
	case r.FormValue("Action") == "AssumeRole":
		c.actions["sts:AssumeRole"] = true
		account := strings.Split(r.FormValue("RoleArn"), ":")[4]
		w.Header().Set("Content-Type", "text/xml")
		if account == "333333333333" || r.FormValue("ExternalId") == "" {
			w.WriteHeader(http.StatusForbidden)
			fmt.Fprint(w,
				`<ErrorResponse><Error><Code>AccessDenied</Code><Message>not authorized to assume it</Message></Error></ErrorResponse>`)
			return
		}
		fmt.Fprintf(w, `<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>KEY%s</AccessKeyId>`+
			`<SecretAccessKey>x</SecretAccessKey><SessionToken>y</SessionToken>`+
			`<Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`,
			account)
	default:
		http.Error(w, "not served: "+r.URL.String(), http.StatusNotImplemented)
	}
}

// inCloud points the SDK's default configuration at a double.
func inCloud(t *testing.T) *cloud {
	t.Helper()
	c := &cloud{cognito: cognitotest.New(), actions: make(map[string]bool)}
	if err := c.cognito.Load(seed(t, 2, 6)); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(c)
	t.Cleanup(server.Close)
	home := t.TempDir()
	shared := "[default]\nregion = us-east-1\n[profile other]\nregion = us-east-1\n"
	keys := "[default]\naws_access_key_id = KEYdefault\naws_secret_access_key = x\n" +
		"[other]\naws_access_key_id = KEYother\naws_secret_access_key = x\n"
	for name, text := range map[string]string{"config": shared, "credentials": keys} {
		if err := os.WriteFile(filepath.Join(home, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for name, value := range map[string]string{
		"AWS_ENDPOINT_URL": server.URL, "AWS_CONFIG_FILE": filepath.Join(home, "config"),
		"AWS_SHARED_CREDENTIALS_FILE": filepath.Join(home, "credentials"), "AWS_EC2_METADATA_DISABLED": "true",
		"AWS_PROFILE": "", "AWS_REGION": "", "AWS_DEFAULT_REGION": "", "AWS_ACCESS_KEY_ID": "",
		"AWS_SECRET_ACCESS_KEY": "",
	} {
		t.Setenv(name, value)
		if value == "" {
			os.Unsetenv(name)
		}
	}
	return c
}

func quick(targets []Target) Options { return Options{Targets: targets, Rate: 1e6, PoolRate: 1e6} }

func TestTargets(t *testing.T) {
	const role = "arn:aws:iam::%s:role/Audit"
	one, two, three := fmt.Sprintf(role, "111111111111"), fmt.Sprintf(role, "222222222222"), fmt.Sprintf(role,
		"333333333333")
	for _, test := range []struct {
		name    string
		access  Access
		targets string
		keys    string // whose calls arrive
		unread  int
	}{
		{"the default", Access{}, " us-east-1", "KEYdefault", 0},
		{"a Region named twice", Access{Regions: []string{"us-west-2", "us-east-1", "us-west-2"}},
			" us-east-1| us-west-2", "KEYdefault", 0},
		{"all Regions", Access{Regions: []string{AllRegions}}, " af-south-1| us-east-1", "KEYdefault", 0},
		{"two profiles", Access{Profiles: []string{"default", "other"}}, " us-east-1| us-east-1", "KEYdefault KEYother",
			0},
		{"roles", Access{Roles: []string{one, two}, ExternalID: "x"}, "111111111111 us-east-1|222222222222 us-east-1",
			"KEY111111111111 KEY222222222222", 0},
		{"a role that may not be assumed", Access{Roles: []string{one, three}, ExternalID: "x"},
			"111111111111 us-east-1|333333333333 us-east-1", "KEY111111111111", 1},
		{"a role without its external ID", Access{Roles: []string{one}}, "111111111111 us-east-1", "", 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := inCloud(t)
			targets, err := Targets(t.Context(), test.access)
			if err != nil {
				t.Fatal(err)
			}
			var names []string
			for _, target := range targets {
				names = append(names, target.Account+" "+target.Region)
			}
			if got := strings.Join(names, "|"); got != test.targets {
				t.Errorf("targets %q, want %q", got, test.targets)
			}
			in := audited(t, quick(targets))
			if len(in.Unread) != test.unread {
				t.Errorf("unread: %+v", in.Unread)
			}
			slices.Sort(c.keys)
			if got := strings.Join(slices.Compact(c.keys), " "); got != test.keys {
				t.Errorf("the calls are signed by %q, want %q", got, test.keys)
			}
		})
	}
}

func TestTargetsRejects(t *testing.T) {
	for _, test := range []struct {
		access Access
		want   string
	}{
		{Access{Roles: []string{"Audit"}}, `"Audit" is not the ARN of a role`},
		{Access{Roles: []string{"arn:aws:iam::111111111111:user/x"}}, "is not the ARN of a role"},
		{Access{Profiles: []string{"none"}}, "none"},
	} {
		inCloud(t)
		if _, err := Targets(t.Context(), test.access); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%+v: %v, want %q", test.access, err, test.want)
		}
	}
	inCloud(t)
	t.Setenv("AWS_CONFIG_FILE", os.DevNull)
	if _, err := Targets(t.Context(), Access{}); err == nil || !strings.Contains(err.Error(), "no Region") {
		t.Errorf("without a Region: %v", err)
	}
}

// TestPolicy holds the policy to the operations that a run really calls.
func TestPolicy(t *testing.T) {
	c := inCloud(t)
	targets, err := Targets(t.Context(), Access{Regions: []string{AllRegions}})
	if err != nil {
		t.Fatal(err)
	}
	audited(t, quick(targets))
	called := slices.Sorted(func(yield func(string) bool) {
		for action := range c.actions {
			if !yield(action) {
				return
			}
		}
	})
	var policy struct {
		Statement []struct {
			Effect string
			Action []string
		}
	}
	text, err := Policy()
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &policy); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(called, policy.Statement[0].Action); diff != "" {
		t.Errorf("-called +allowed\n%s", diff)
	}
	for _, action := range called {
		_, verb, _ := strings.Cut(action, ":")
		if !strings.HasPrefix(verb, "List") && !strings.HasPrefix(verb, "Describe") && !strings.HasPrefix(verb, "Get") {
			t.Errorf("%s is called: an audit only reads", action)
		}
	}
}
