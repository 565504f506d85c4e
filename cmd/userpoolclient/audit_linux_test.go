package main

import (
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestAuditMemory holds that an audit of 1,000 clients keeps under 100 MB, as the
// system counts it, in the report that takes most.
func TestAuditMemory(t *testing.T) {
	binary := filepath.Join(t.TempDir(), "userpoolclient")
	if out, err := exec.Command("go", "build", "-o", binary, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	live(t, manyClients(t, 1000))
	cmd := exec.Command(binary, "audit", "--rate", "1e6", "--pool-rate", "1e6", "--format", "html")
	out, err := cmd.Output()
	if cmd.ProcessState == nil || !strings.Contains(string(out), "1000 app clients in 5 user pools") {
		t.Fatalf("%v\n%.500s", err, out)
	}
	usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	if !ok {
		t.Fatal("the system does not tell")
	}
	const most = 100 << 10 // KiB
	if usage.Maxrss > most {
		t.Errorf("it takes %d MiB", usage.Maxrss>>10)
	}
	t.Logf("%d MiB", usage.Maxrss>>10)
}
