// Command package builds the Lambda functions and packs each into a zip file as
// Lambda takes it: one executable file named bootstrap. It is what deploy/build
// runs.
package main

import (
	"archive/zip"
	"crypto/sha256"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

var (
	functions     = []string{"userpoolclient-hook", "userpoolclient-config-rule"}
	architectures = []string{"arm64", "amd64"}
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: package FOLDER")
		os.Exit(2)
	}
	if err := pack(os.Args[1], functions, architectures); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// pack builds the functions into a folder, from the module's root.
func pack(folder string, functions, architectures []string) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	work, err := os.MkdirTemp("", "userpoolclient-package")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work) // nothing of it is needed any more
	for _, name := range functions {
		for _, architecture := range architectures {
			binary := filepath.Join(work, "bootstrap")
			if err := build("./cmd/"+name, binary, architecture); err != nil {
				return err
			}
			path := filepath.Join(folder, name+"-"+architecture+".zip")
			sum, err := write(path, binary)
			if err != nil {
				return err
			}
			fmt.Printf("%x  %s\n", sum, filepath.Base(path))
		}
	}
	return nil
}

// build builds a command for Amazon Linux, without anything of the machine or the
// moment in it.
func build(command, path, architecture string) error {
	cmd := exec.Command("go", "build", "-trimpath", "-buildvcs=false", "-tags", "lambda.norpc",
		"-ldflags", "-s -w -buildid=", "-o", path, command)
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS=linux", "GOARCH="+architecture,
		"GOAMD64=v1", "GOARM64=v8.0", "GOFLAGS=-mod=readonly")
	cmd.Stderr = os.Stderr
	return cmd.Run()
}

// write packs a binary and returns the checksum of the zip file.
func write(path, binary string) (sum [sha256.Size]byte, err error) {
	from, err := os.Open(binary)
	if err != nil {
		return sum, err
	}
	defer from.Close()
	to, err := os.Create(path)
	if err != nil {
		return sum, err
	}
	hash := sha256.New()
	err = zipped(io.MultiWriter(to, hash), from)
	if closed := to.Close(); err == nil {
		err = closed
	}
	return [sha256.Size]byte(hash.Sum(nil)), err
}

// epoch is the time of the file in the zip: the first that the format can tell.
var epoch = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

func zipped(to io.Writer, from io.Reader) error {
	const executable = 0o755
	z := zip.NewWriter(to)
	header := &zip.FileHeader{Name: "bootstrap", Method: zip.Deflate, Modified: epoch}
	header.SetMode(executable)
	file, err := z.CreateHeader(header)
	if err != nil {
		return err
	}
	if _, err := io.Copy(file, from); err != nil {
		return err
	}
	return z.Close()
}
