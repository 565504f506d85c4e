package probe

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
)

// An emulator that merges what it should replace is told from the service.
func TestCognitoLocal(t *testing.T) {
	command := os.Getenv("COGNITO_LOCAL")
	if command == "" {
		var err error
		if command, err = exec.LookPath("cognito-local"); err != nil {
			t.Skip("cognito-local is not there: npm install -g cognito-local, or set COGNITO_LOCAL to its path")
		}
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := listener.Addr().(*net.TCPAddr).Port
	_ = listener.Close()
	cmd := exec.CommandContext(t.Context(), command)
	cmd.Dir = t.TempDir()
	cmd.Env = append(os.Environ(), "PORT="+strconv.Itoa(port))
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	lines := bufio.NewScanner(out)
	for running := false; !running; running = strings.Contains(lines.Text(), "running on") {
		if !lines.Scan() {
			t.Fatal("cognito-local does not start")
		}
	}
	go func() {
		for lines.Scan() { // it would stop where nobody reads what it says
		}
	}()
	client := cognitoidentityprovider.New(cognitoidentityprovider.Options{
		Region: "us-east-1", BaseEndpoint: aws.String(fmt.Sprintf("http://127.0.0.1:%d", port)),
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{AccessKeyID: "test", SecretAccessKey: "test"}, nil
		}),
		Retryer: aws.NopRetryer{},
	})
	o := options(nil)
	o.Client, o.Only = client, []string{"omission"}
	report, err := Run(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	if text := answers(report); !strings.Contains(text, "merges: every omitted member stays as it is") {
		t.Errorf("the answers are\n%s", text)
	}
	left, err := client.ListUserPools(t.Context(), &cognitoidentityprovider.ListUserPoolsInput{MaxResults: aws.Int32(10)})
	if err != nil || len(left.UserPools) != 0 {
		t.Errorf("left are %v, %v", left, err)
	}
}
