package view

import (
	"bytes"
	"fmt"
	"regexp"
	"sync"
	"unicode/utf8"

	"github.com/userpoolclient/userpoolclient/iac"
)

// ClientType is the type of an app client in a template.
const ClientType = "AWS::Cognito::UserPoolClient"

// typeOfClient finds the type of an app client in a template, however spelled.
var typeOfClient = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)\btype["']?\s*:\s*["']?(aws::cognito::user_?pool_?clients?)\b`)
})

// A TypeName is where a text names the type of an app client, or something like it.
type TypeName struct {
	Offset int // in bytes
	Name   string
}

// TypesIn are those of a text, but in lines that are comments.
func TypesIn(data []byte) []TypeName {
	var all []TypeName
	for _, i := range typeOfClient().FindAllSubmatchIndex(data, -1) {
		line := data[bytes.LastIndexByte(data[:i[2]], '\n')+1 : i[2]]
		if !bytes.HasPrefix(bytes.TrimLeft(line, " \t"), []byte("#")) {
			all = append(all, TypeName{i[2], string(data[i[2]:i[3]])})
		}
	}
	return all
}

// Misspelt says what is wrong with a type.
func Misspelt(typ string) string {
	return fmt.Sprintf("%q is not the type of an app client; it must be %s", typ, ClientType)
}

// Stray tells of an app client of a text that is not among those that are accounted for,
// and where it is; ok reports whether there is one. It speaks of templates alone.
func Stray(f iac.Format, data []byte, accounted int) (p iac.Position, why string, ok bool) {
	if !isTemplate(f) {
		return p, "", false
	}
	all := TypesIn(data)
	for _, typ := range all {
		if typ.Name != ClientType {
			return PositionOf(data, typ.Offset), Misspelt(typ.Name), true
		}
	}
	loop := bytes.Index(data, []byte("Fn::ForEach"))
	if loop < 0 || len(all) <= accounted {
		return p, "", false
	}
	why = "Fn::ForEach makes app clients, which are not read; check the template that it becomes"
	return PositionOf(data, loop), why, true
}

func isTemplate(f iac.Format) bool {
	switch f {
	case iac.FormatCloudFormation, iac.FormatSAM, iac.FormatCDK, iac.FormatServerless:
		return true
	}
	return false
}

// PositionOf is the line and column of a byte.
func PositionOf(data []byte, offset int) iac.Position {
	before := data[:offset]
	line := bytes.LastIndexByte(before, '\n') + 1
	return iac.Position{
		Line:   bytes.Count(before, []byte("\n")) + 1,
		Column: utf8.RuneCount(before[line:]) + 1,
	}
}
