package iac_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/userpoolclient/userpoolclient/iac"
)

const webTemplate = `Resources:
  Web:
    Type: AWS::Cognito::UserPoolClient
    Properties:
      UserPoolId: eu-west-1_abc
      CallbackURLs: [http://shop.example.jp/cb]
`

// TestLoadFS: a walk finds what holds a client, tells what holds one and cannot be
// read, and is silent about what is other tools'.
func TestLoadFS(t *testing.T) {
	file := func(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }
	fsys := fstest.MapFS{
		"infra/web.yaml":              file(webTemplate),
		"infra/broken.yaml":           file("Resources:\n  Web:\n    Type: AWS::Cognito::UserPoolClient\n   x: [\n"),
		"charts/app.yaml":             file("{{ if .Values.x }}\na: 1\n{{ end }}\n"),
		"package.json":                file(`{"Name":"x"}`),
		"notes.txt":                   file("AWS::Cognito::UserPoolClient"),
		"node_modules/dep/stack.yaml": file(webTemplate),
		"cdk.out/Stack.template.json": file(`{"Resources":{"A":{"Type":"AWS::Cognito::UserPoolClient","Properties":{}}}}`),
	}
	files, err := iac.LoadFS(fsys, ".")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range files {
		state := "read"
		if f.Err != nil {
			state = "not read"
		}
		got = append(got, f.Path+" "+state)
	}
	want := []string{"cdk.out/Stack.template.json read", "infra/broken.yaml not read", "infra/web.yaml read"}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	if _, err := iac.LoadFS(fsys, "nowhere"); err == nil {
		t.Error("a folder that is not there is no error")
	}
}

// TestLoadFSLinks: a link to a file is read, wherever that is; one to a folder, a
// broken one and one of another extension are not.
func TestLoadFSLinks(t *testing.T) {
	dir := t.TempDir()
	write := func(name string) {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(webTemplate), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("tree/web.yaml")
	write("elsewhere/other.yaml")
	for name, target := range map[string]string{
		"other.yaml": "../elsewhere/other.yaml", "folder": "../elsewhere", "broken.yaml": "nowhere", "x.txt": "web.yaml",
		"loop": ".",
	} {
		if err := os.Symlink(filepath.FromSlash(target), filepath.Join(dir, "tree", name)); err != nil {
			t.Skip(err)
		}
	}
	files, err := iac.LoadFS(os.DirFS(filepath.Join(dir, "tree")), ".")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range files {
		if f.Err != nil || len(f.Resources) != 1 {
			t.Errorf("%s: %d resources, %v", f.Path, len(f.Resources), f.Err)
		}
		got = append(got, f.Path)
	}
	if want := []string{"other.yaml", "web.yaml"}; !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestLoadFile(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "web.yaml")
	if err := os.WriteFile(name, []byte(webTemplate), 0o600); err != nil {
		t.Fatal(err)
	}
	resources, err := iac.LoadFile(name)
	if err != nil || len(resources) != 1 || resources[0].Address != "Web" {
		t.Errorf("%v, %v", resources, err)
	}
	if _, err := iac.LoadFile(filepath.Join(dir, "missing.yaml")); err == nil || !strings.Contains(err.Error(),
		"missing.yaml") {
		t.Errorf("the error must name the file: %v", err)
	}
	broken := filepath.Join(dir, "broken.yaml")
	if err := os.WriteFile(broken, []byte("Resources:\n  Web:\n    Type: AWS::Cognito::UserPoolClient\n   x: ["),
		0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := iac.LoadFile(broken); err == nil || !strings.Contains(err.Error(), "broken.yaml") {
		t.Errorf("the error must name the file: %v", err)
	}
}
