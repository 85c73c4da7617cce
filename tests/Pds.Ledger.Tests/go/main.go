// Checks a published log with code that shares nothing with ours: the reader of Go's own checksum database.
// Standard input is one JSON object (see the test); any disagreement is an error exit with one sentence.
package main

import (
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type input struct {
	Vkey      string   `json:"vkey"`
	Directory string   `json:"directory"`
	Bundles   []string `json:"bundles"`
	Old       string   `json:"old"`
	New       string   `json:"new"`
	Inclusion []struct {
		Index int64    `json:"index"`
		Entry string   `json:"entry"`
		Path  []string `json:"path"`
	} `json:"inclusion"`
	Consistency []string `json:"consistency"`
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func decode(text string) []byte {
	raw, err := base64.StdEncoding.DecodeString(text)
	check(err)
	return raw
}

func hash(text string) (h tlog.Hash) {
	if copy(h[:], decode(text)) != tlog.HashSize {
		check(fmt.Errorf("%q is not a hash", text))
	}
	return h
}

func hashes(texts []string) (list []tlog.Hash) {
	for _, text := range texts {
		list = append(list, hash(text))
	}
	return list
}

func open(text string, verifier note.Verifier) tlog.Tree {
	signed, err := note.Open([]byte(text), note.VerifierList(verifier))
	check(err)
	lines := strings.Split(signed.Text, "\n")
	if lines[0] != verifier.Name() {
		check(fmt.Errorf("origin %q is not the key's name", lines[0]))
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	check(err)
	return tlog.Tree{N: size, Hash: hash(lines[2])}
}

// rebuild hashes the published entries into a tree of Go's making.
func rebuild(in input) tlog.Tree {
	var stored []tlog.Hash
	reader := tlog.HashReaderFunc(func(indexes []int64) (list []tlog.Hash, err error) {
		for _, index := range indexes {
			list = append(list, stored[index])
		}
		return list, nil
	})
	var size int64
	for _, name := range in.Bundles {
		bundle, err := os.ReadFile(filepath.Join(in.Directory, name))
		check(err)
		for len(bundle) > 0 {
			end := 2 + int(binary.BigEndian.Uint16(bundle))
			added, err := tlog.StoredHashes(size, bundle[2:end], reader)
			check(err)
			stored = append(stored, added...)
			bundle = bundle[end:]
			size++
		}
	}
	root, err := tlog.TreeHash(size, reader)
	check(err)
	return tlog.Tree{N: size, Hash: root}
}

func main() {
	var in input
	check(json.NewDecoder(os.Stdin).Decode(&in))
	verifier, err := note.NewVerifier(in.Vkey)
	check(err)
	older, newer := open(in.Old, verifier), open(in.New, verifier)
	if derived := rebuild(in); derived != newer {
		check(fmt.Errorf("the entries give %v, the checkpoint says %v", derived, newer))
	}
	for _, leaf := range in.Inclusion {
		entry := tlog.RecordHash(decode(leaf.Entry))
		check(tlog.CheckRecord(hashes(leaf.Path), newer.N, newer.Hash, leaf.Index, entry))
	}
	check(tlog.CheckTree(hashes(in.Consistency), newer.N, newer.Hash, older.N, older.Hash))
	fmt.Printf("ok %d\n", len(in.Inclusion)+1)
}
