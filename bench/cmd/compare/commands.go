package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// A command is a run of a whole program, from start to exit.
type command struct {
	name  string
	files int
	took  time.Duration // by the clock; the median of the runs
	used  time.Duration // of processors
	peak  int64         // resident memory, in bytes
}

// The commands that others refer to.
const (
	oneFile   = "userpoolclient check, one template"
	ofFiles   = "userpoolclient check, templates"
	ofModules = "userpoolclient check, Terraform source"
	ofCfnLint = "cfn-lint, templates"
	ofTflint  = "tflint, Terraform source"
	ofHello   = "a Go program that prints a line"
)

// measureCommands runs the command, and its peers where they are installed, over the
// same files.
func measureCommands(files int) ([]command, error) {
	dir, err := os.MkdirTemp("", "compare")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	tool, hello := filepath.Join(dir, "userpoolclient"), filepath.Join(dir, "hello")
	root, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", self).Output()
	if err != nil {
		return nil, err
	}
	if err := build(strings.TrimSpace(string(root)), tool, "./cmd/userpoolclient"); err != nil {
		return nil, err
	}
	source := hello + ".go"
	if err := os.WriteFile(source, []byte("package main\nfunc main() { println(1) }\n"), 0o600); err != nil {
		return nil, err
	}
	if err := build(dir, hello, source); err != nil {
		return nil, err
	}
	few := files / 10
	templates, modules := filepath.Join(dir, "templates"), filepath.Join(dir, "modules")
	for _, n := range []int{few, files} {
		if err := errors.Join(writeTemplates(filepath.Join(templates, fmt.Sprint(n)), n),
			writeModules(filepath.Join(modules, fmt.Sprint(n)), n)); err != nil {
			return nil, err
		}
	}
	at := func(dir string, n int) string { return filepath.Join(dir, fmt.Sprint(n)) }
	all := []command{}
	for _, c := range []struct {
		name    string
		files   int
		runs    int
		program string
		args    []string
	}{
		{ofHello, 0, 31, hello, nil},
		{oneFile, 1, 31, tool, []string{"check", filepath.Join(at(templates, few), "00", "0000.yaml")}},
		{ofFiles, few, 5, tool, []string{"check", at(templates, few)}},
		{ofFiles, files, 5, tool, []string{"check", at(templates, files)}},
		{ofCfnLint, files, 1, "cfn-lint", []string{filepath.Join(at(templates, files), "**", "*.yaml")}},
		{ofModules, few, 5, tool, []string{"check", at(modules, few)}},
		{ofModules, files, 5, tool, []string{"check", at(modules, files)}},
		{ofTflint, files, 1, "tflint", []string{"--recursive", "--chdir", at(modules, files)}},
	} {
		program, err := exec.LookPath(c.program)
		if err != nil {
			continue // a peer that is not installed has no row
		}
		fmt.Fprintf(os.Stderr, "\r%-60s", c.name)
		measured, err := measureCommand(c.runs, program, c.args)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", c.name, err)
		}
		measured.name, measured.files = c.name, c.files
		all = append(all, measured)
	}
	fmt.Fprintln(os.Stderr)
	return all, nil
}

func build(dir, out, what string) error {
	cmd := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w", "-o", out, what)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if text, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("go build %s: %w\n%s", what, err, text)
	}
	return nil
}

// measureCommand runs a program. That it finds something is no error; that it says
// nothing at all of what it was given would be, but for the peers.
func measureCommand(runs int, program string, args []string) (command, error) {
	var took, used []float64
	var peak int64
	for range runs {
		cmd := exec.Command(program, args...)
		start := time.Now()
		err := cmd.Run()
		if exit := (*exec.ExitError)(nil); err != nil && (!errors.As(err, &exit) || !exit.Exited()) {
			return command{}, err
		}
		took = append(took, float64(time.Since(start)))
		used = append(used, float64(cmd.ProcessState.UserTime()+cmd.ProcessState.SystemTime()))
		peak = max(peak, peakOf(cmd.ProcessState))
	}
	return command{took: time.Duration(median(took)), used: time.Duration(median(used)), peak: peak}, nil
}

// writeTemplates writes n templates, a hundred to a folder.
func writeTemplates(dir string, n int) error {
	return writeFiles(n, func(i int) (path, text string) {
		name := fmt.Sprintf("%04d", i)
		return filepath.Join(dir, fmt.Sprintf("%02d", i/100), name+".yaml"), strings.ReplaceAll(template, "NAME", name)
	})
}

// writeModules writes n files of Terraform source, ten to a module.
func writeModules(dir string, n int) error {
	return writeFiles(n, func(i int) (path, text string) {
		name := fmt.Sprintf("%04d", i)
		return filepath.Join(dir, fmt.Sprintf("%03d", i/10), name+".tf"), strings.ReplaceAll(module, "NAME", name)
	})
}

func writeFiles(n int, file func(i int) (path, text string)) error {
	for i := range n {
		path, text := file(i)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			return err
		}
	}
	return nil
}

const template = `AWSTemplateFormatVersion: "2010-09-09"
Resources:
  Pool:
    Type: AWS::Cognito::UserPool
    Properties:
      UserPoolName: shopNAME
  Client:
    Type: AWS::Cognito::UserPoolClient
    Properties:
      UserPoolId: !Ref Pool
      ClientName: webNAME
      AllowedOAuthFlowsUserPoolClient: true
      AllowedOAuthFlows: [code]
      AllowedOAuthScopes: [openid, email]
      CallbackURLs:
        - https://shopNAME.a.example/cb
      LogoutURLs:
        - https://shopNAME.a.example/out
      SupportedIdentityProviders: [COGNITO]
      PreventUserExistenceErrors: ENABLED
`

const module = `resource "aws_cognito_user_pool_client" "webNAME" {
  user_pool_id = "eu-central-1_a1B2c3D4e"
  name         = "webNAME"

  allowed_oauth_flows_user_pool_client = true
  allowed_oauth_flows                  = ["code"]
  allowed_oauth_scopes                 = ["openid", "email"]
  callback_urls                        = ["https://shopNAME.a.example/cb"]
  logout_urls                          = ["https://shopNAME.a.example/out"]
  supported_identity_providers         = ["COGNITO"]
  prevent_user_existence_errors        = "ENABLED"
}
`
