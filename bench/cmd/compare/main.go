// Command compare measures userpoolclient and its peers on the same work, each
// in a process of its own, in random order and several rounds, and prints what it
// finds. Run it in the module of the benchmarks:
//
//	go -C bench run ./cmd/compare           # from the root of the repository
//	go -C bench run ./cmd/compare -write    # and write RESULTS.md and results.svg
//	go -C bench run ./cmd/compare -gate     # exit 1 when a target is missed
//
// Where cfn-lint and tflint are in the PATH, they are run on the files that the command
// is run on.
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"log"
	"math/rand/v2"
	"os"
	"os/exec"
	"time"
)

func main() {
	log.SetFlags(0)
	rounds := flag.Int("rounds", 7, "number of rounds")
	each := flag.Duration("time", 200*time.Millisecond, "time per measurement")
	write := flag.Bool("write", false, "write RESULTS.md and results.svg")
	cold := flag.Bool("cold", true, "build programs to measure start-up time, size and whole commands")
	files := flag.Int("files", 10_000, "number of files that whole commands are run on, at least 10")
	gate := flag.Bool("gate", false, "exit 1 when a target is missed")
	one := flag.String("measure", "", "measure this alone and print it as JSON: what compare runs in each process")
	flag.Parse()

	if *one != "" {
		if err := measureOne(*one, *each); err != nil {
			log.Fatal(err)
		}
		return
	}
	r, err := compare(*rounds, *each, *cold, *files)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Print(r.markdown())
	if *write {
		if err := errors.Join(os.WriteFile("RESULTS.md", []byte(r.markdown()), 0o644),
			os.WriteFile("results.svg", []byte(r.chart()), 0o644)); err != nil {
			log.Fatal(err)
		}
	}
	if *gate && r.missed() {
		os.Exit(1)
	}
}

// A round holds one measurement of each.
type round map[string]measurement

func compare(rounds int, each time.Duration, cold bool, files int) (*report, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	names := names()
	all := make([]round, rounds)
	for i := range all {
		all[i] = make(round)
		rand.Shuffle(len(names), func(a, b int) { names[a], names[b] = names[b], names[a] })
		for j, name := range names {
			fmt.Fprintf(os.Stderr, "\rround %d of %d, %d of %d ", i+1, rounds, j+1, len(names))
			if all[i][name], err = measureIn(self, name, each); err != nil {
				return nil, err
			}
		}
	}
	fmt.Fprintln(os.Stderr)
	if !cold {
		return newReport(all, nil, nil), nil
	}
	programs, err := measurePrograms()
	if err != nil {
		return nil, err
	}
	commands, err := measureCommands(max(files, 10))
	if err != nil {
		return nil, err
	}
	return newReport(all, programs, commands), nil
}

// measureIn measures in a new process.
func measureIn(self, name string, each time.Duration) (measurement, error) {
	cmd := exec.Command(self, "-measure", name, "-time", each.String())
	cmd.Env = append(os.Environ(), "GOMAXPROCS=1") // the garbage collector takes no idle processor along
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	data, err := cmd.Output()
	if err != nil {
		return measurement{}, fmt.Errorf("measuring %s: %w\n%s", name, err, &stderr)
	}
	var m measurement
	if err := json.Unmarshal(data, &m); err != nil {
		return measurement{}, fmt.Errorf("measuring %s: %w", name, err)
	}
	return m, nil
}
