package main

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"

	"github.com/userpoolclient/userpoolclient"
	"github.com/userpoolclient/userpoolclient/cognitotest"
	questions "github.com/userpoolclient/userpoolclient/internal/probe"
)

// onServer makes the AWS SDK's own configuration lead to nobody but a server.
func onServer(t *testing.T) *cognitotest.Server {
	t.Helper()
	t.Setenv("AWS_ACCESS_KEY_ID", "test")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "test")
	t.Setenv("AWS_REGION", "us-east-1")
	t.Setenv("AWS_CONFIG_FILE", filepath.Join(t.TempDir(), "none"))
	t.Setenv("AWS_SHARED_CREDENTIALS_FILE", filepath.Join(t.TempDir(), "none"))
	return cognitotest.NewServer(t)
}

func TestProbe(t *testing.T) {
	server := onServer(t)
	theirs := server.AddClient(t, &userpoolclient.Config{ClientName: aws.String("theirs")})
	file := filepath.Join(t.TempDir(), "probe.json")
	var out, said bytes.Buffer
	code := run([]string{"probe", "--endpoint-url", server.URL, "--user-pool-id", *theirs.UserPoolId, "-o", file,
		"--only=omission,lite"}, terminal{in: strings.NewReader("yes\n"), out: &out, err: &said})
	if code != exitFindings { // the questions about LITE are not answered there
		t.Errorf("exit code %d: %s", code, said.String())
	}
	for _, want := range []string{"keeps ClientName; resets", "not answered: it needs a user pool of the tier LITE"} {
		if !strings.Contains(strings.Join(strings.Fields(out.String()), " "), want) {
			t.Errorf("it does not print %q:\n%s", want, out.String())
		}
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var report questions.Report
	if err := json.Unmarshal(data, &report); err != nil {
		t.Fatal(err)
	}
	if len(report.Questions) != 2 || report.Region != "us-east-1" || report.Date.IsZero() ||
		!questions.IsRun(report.Run) ||
		len(report.Questions[0].Cases[0].Exchanges) != 3 {
		t.Errorf("the report is %s", data)
	}
	clients, err := server.Client().ListUserPoolClients(t.Context(), &cognitoidentityprovider.ListUserPoolClientsInput{
		UserPoolId: theirs.UserPoolId, MaxResults: aws.Int32(60),
	})
	if err != nil || len(clients.UserPoolClients) != 1 {
		t.Errorf("%v, %v", clients, err)
	}
}

// Unless the user agrees, or has said so before, no call is made.
func TestProbeAsks(t *testing.T) {
	for _, tt := range []struct {
		why, answer string
		flags       []string
		asked       bool
		code        int
	}{
		{"no", "no\n", nil, true, exitUsage},
		{"nothing", "", nil, true, exitUsage},
		{"something else", "maybe\n", nil, true, exitUsage},
		{"a dry run", "", []string{"--dry-run"}, false, exitClean},
		{"a question that there is not", "", []string{"--yes", "--only=omision"}, false, exitUsage},
	} {
		t.Run(tt.why, func(t *testing.T) {
			server := onServer(t)
			var out, said bytes.Buffer
			code := run(append([]string{"probe", "--endpoint-url", server.URL}, tt.flags...),
				terminal{in: strings.NewReader(tt.answer), out: &out, err: &said})
			if code != tt.code || strings.Contains(said.String(), "Go on?") != tt.asked {
				t.Errorf("exit code %d: %s", code, said.String())
			}
			if n := server.Calls(""); n != 0 {
				t.Errorf("%d calls", n)
			}
			if tt.why == "a dry run" && !strings.Contains(out.String(), `CreateUserPoolClient {"UserPoolId":"POOL"`) {
				t.Errorf("printed %s", out.String())
			}
		})
	}
}

// An interrupt ends the probe, which leaves nothing behind and writes what it has.
func TestProbeInterrupted(t *testing.T) {
	needsSignals(t)
	server := onServer(t)
	file := filepath.Join(t.TempDir(), "probe.json")
	entered, release := server.Hold("DescribeUserPoolClient")
	ended := make(chan int)
	go func() {
		ended <- run([]string{"probe", "--yes", "--endpoint-url", server.URL, "-o", file},
			terminal{in: strings.NewReader(""), out: io.Discard, err: io.Discard})
	}()
	<-entered // a client has been made
	if err := signalSelf(syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	if code := <-ended; code != exitUsage {
		t.Errorf("exit code %d", code)
	}
	release()
	pools, err := server.Client().ListUserPools(t.Context(), &cognitoidentityprovider.ListUserPoolsInput{
		MaxResults: aws.Int32(10),
	})
	if err != nil || len(pools.UserPools) != 0 {
		t.Errorf("left are %v, %v", pools, err)
	}
	data, err := os.ReadFile(file)
	if err != nil || !strings.Contains(string(data), "not answered: the probe was ended before") {
		t.Errorf("the report is %s, %v", data, err)
	}
}

// What a run that was killed has left is deleted by its ID, and nothing else is.
func TestProbeCleanUp(t *testing.T) {
	server := onServer(t)
	c := server.AddClient(t, &userpoolclient.Config{ClientName: aws.String("userpoolclient-probe-abcdefgh-1")})
	server.AddClient(t, &userpoolclient.Config{UserPoolId: c.UserPoolId, ClientName: aws.String("shop")})
	var said bytes.Buffer
	code := run([]string{"probe", "--endpoint-url", server.URL, "--user-pool-id", *c.UserPoolId, "--clean-up=abcdefgh"},
		terminal{in: strings.NewReader(""), out: io.Discard, err: &said})
	if code != exitClean || !strings.Contains(said.String(), "deleted 1 ") || server.Calls("DeleteUserPoolClient") != 1 {
		t.Errorf("exit code %d: %s", code, said.String())
	}
	code = run([]string{"probe", "--endpoint-url", server.URL, "--user-pool-id", *c.UserPoolId, "--clean-up=shop"},
		terminal{in: strings.NewReader(""), out: io.Discard, err: &said})
	if code != exitUsage || server.Calls("DeleteUserPoolClient") != 1 {
		t.Errorf("exit code %d: %s", code, said.String())
	}
}
