package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// TestWorkflows: what runs on GitHub is pinned, has no permission that its job does
// not name, and takes nothing that others write into the text of a command.
func TestWorkflows(t *testing.T) {
	own, err := filepath.Glob("../../.github/workflows/*.yml")
	if err != nil || len(own) < 2 {
		t.Fatalf("%q, %v", own, err)
	}
	// The example names the action itself by its version, for its commit is not known yet.
	pinned := regexp.MustCompile(`^(\./\S*|[\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+)$`)
	uses := 0
	for _, name := range append(own, "../../action.yml", "../../examples/github-action/userpoolclient.yml") {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(data)) {
			_, action, ok := strings.Cut(line, "uses: ")
			if !ok {
				continue
			}
			uses++
			action = strings.TrimSpace(action)
			if !pinned.MatchString(action) && !strings.HasPrefix(action, "userpoolclient/userpoolclient@v") {
				t.Errorf("%s: not pinned by a commit, with its version: %s", name, action)
			}
		}
		var root yaml.Node
		if err := yaml.Unmarshal(data, &root); err != nil {
			t.Fatal(err)
		}
		scripts(&root, func(script string) {
			if strings.Contains(script, "${{") {
				t.Errorf("%s: a command holds an expression: %s", name, script)
			}
		})
		if strings.Contains(string(data), "pull_request_target") {
			t.Errorf("%s runs on pull_request_target", name)
		}
		if !strings.HasSuffix(name, "action.yml") && !strings.Contains(string(data), "\npermissions: {}\n") {
			t.Errorf("%s has permissions that no job names", name)
		}
	}
	if uses < 10 {
		t.Fatalf("%d uses: the test sees too little", uses)
	}
}

// scripts tells every value of a key run.
func scripts(n *yaml.Node, tell func(string)) {
	if n.Kind == yaml.MappingNode {
		for i := 0; i < len(n.Content); i += 2 {
			if n.Content[i].Value == "run" {
				tell(n.Content[i+1].Value)
			}
		}
	}
	for _, child := range n.Content {
		scripts(child, tell)
	}
}

// TestShell holds the scripts to shellcheck.
func TestShell(t *testing.T) {
	if _, err := exec.LookPath("shellcheck"); err != nil {
		t.Skip("there is no shellcheck")
	}
	if out, err := exec.Command("shellcheck", "../action.sh", "../../deploy/build", "../../.ci/run").CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}
