package terraform

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// A generator writes modules of random expressions that Terraform takes.
type generator struct {
	r       *rand.Rand
	strings []string // expressions of each type that may be referred to
	numbers []string
	lists   []string
	maps    []string
	file    strings.Builder
}

// generateModule returns the files of a random module below a folder, the same
// for the same seed.
func generateModule(seed uint64, dir string) map[string]string {
	g := &generator{r: rand.New(rand.NewPCG(seed, 1)), strings: []string{"path.root"}}
	files := make(map[string]string)
	if g.r.IntN(3) == 0 {
		g.line("resource \"terraform_data\" \"u\" {}")
		g.strings = append(g.strings, "terraform_data.u.id")
	}
	for i := range 1 + g.r.IntN(3) {
		g.variable(i)
	}
	for i := range 2 + g.r.IntN(6) {
		g.local(i)
	}
	g.line("resource \"aws_cognito_user_pool\" \"p\" {\n  name = \"p\"\n}")
	for i := range 1 + g.r.IntN(2) {
		g.client(fmt.Sprintf("c%d", i))
	}
	if g.r.IntN(2) == 0 {
		files[dir+"/inner/main.tf"] = g.child()
	}
	files[dir+"/main.tf"] = g.file.String()
	return files
}

func (g *generator) line(format string, args ...any) { fmt.Fprintf(&g.file, format+"\n", args...) }

func (g *generator) pick(all []string) string { return all[g.r.IntN(len(all))] }

func (g *generator) variable(i int) {
	name := fmt.Sprintf("v%d", i)
	switch g.r.IntN(5) {
	case 0:
		g.line("variable %q {\n  default = %s\n}", name, g.literal())
		g.strings = append(g.strings, "var."+name)
	case 1:
		g.line("variable %q {\n  type = number\n  default = %d\n}", name, g.r.IntN(50))
		g.numbers = append(g.numbers, "var."+name)
	case 2:
		g.line("variable %q {\n  type = list(string)\n  default = [%s, %s]\n}", name, g.literal(), g.literal())
		g.lists = append(g.lists, "var."+name)
	case 3:
		g.line("variable %q {\n  type = object({ s = string, n = optional(number, %d), l = optional(list(string), [%s]) })\n  default = { s = %s }\n}",
			name, g.r.IntN(9), g.literal(), g.literal())
		g.strings = append(g.strings, "var."+name+".s")
		g.numbers = append(g.numbers, "var."+name+".n")
		g.lists = append(g.lists, "var."+name+".l")
	default:
		g.line("variable %q {\n  type = map(string)\n  default = { a = %s, b = %s }\n}", name, g.literal(), g.literal())
		g.maps = append(g.maps, "var."+name)
	}
}

func (g *generator) local(i int) {
	name := fmt.Sprintf("l%d", i)
	switch g.r.IntN(5) {
	case 0, 1:
		g.line("locals {\n  %s = %s\n}", name, g.text(3))
		g.strings = append(g.strings, "local."+name)
	case 2:
		g.line("locals {\n  %s = %s\n}", name, g.list(3))
		g.lists = append(g.lists, "local."+name)
	case 3:
		g.line("locals {\n  %s = %s\n}", name, g.number(3))
		g.numbers = append(g.numbers, "local."+name)
	default:
		g.line("locals {\n  %s = { a = %s, b = %s }\n}", name, g.text(2), g.text(2))
		g.maps = append(g.maps, "local."+name)
	}
}

// literal is a text without references.
func (g *generator) literal() string {
	return fmt.Sprintf("%q", g.pick([]string{"a", "B-c", "https://x.example", "日本", "x_y", "",
		"1"})+fmt.Sprint(g.r.IntN(9)))
}

// text is a string expression.
func (g *generator) text(depth int) string {
	if depth == 0 {
		if g.r.IntN(2) == 0 {
			return g.pick(g.strings)
		}
		return g.literal()
	}
	d := depth - 1
	switch g.r.IntN(16) {
	case 0:
		return fmt.Sprintf("(%s ? %s : %s)", g.truth(d), g.text(d), g.text(d))
	case 1:
		return fmt.Sprintf("\"${%s}-${%s}\"", g.text(d), g.number(d))
	case 2:
		return fmt.Sprintf("upper(%s)", g.text(d))
	case 3:
		return fmt.Sprintf("join(%s, %s)", g.literal(), g.list(d))
	case 4:
		return fmt.Sprintf("format(\"%%s/%%s\", %s, %s)", g.text(d), g.text(d))
	case 5:
		return fmt.Sprintf("replace(%s, \"x\", \"yy\")", g.text(d))
	case 6:
		return fmt.Sprintf("coalesce(%s, \"z\")", g.text(d))
	case 7:
		return fmt.Sprintf("try(jsondecode(\"{}\").missing%d, %s)", g.r.IntN(3), g.text(d))
	case 8:
		return fmt.Sprintf("lookup({ k = %s }, \"k\", \"d\")", g.text(d))
	case 9:
		return fmt.Sprintf("concat(%s, [\"e\"])[0]", g.list(d))
	case 10:
		return fmt.Sprintf("\"%%{ if %s }${%s}%%{ else }no%%{ endif }\"", g.truth(d), g.text(d))
	case 11:
		return fmt.Sprintf("jsonencode(%s)", g.list(d))
	case 12:
		if len(g.maps) > 0 {
			return g.pick(g.maps) + g.pick([]string{".a", "[\"b\"]"})
		}
	case 13:
		return fmt.Sprintf("trimsuffix(lower(%s), \"e\")", g.text(d))
	case 14:
		return fmt.Sprintf("md5(%s)", g.text(d))
	}
	return g.text(0)
}

func (g *generator) number(depth int) string {
	if depth == 0 {
		if len(g.numbers) > 0 && g.r.IntN(2) == 0 {
			return g.pick(g.numbers)
		}
		return fmt.Sprint(g.r.IntN(90))
	}
	d := depth - 1
	switch g.r.IntN(6) {
	case 0:
		return fmt.Sprintf("(%s + %s)", g.number(d), g.number(d))
	case 1:
		return fmt.Sprintf("length(%s)", g.list(d))
	case 2:
		return fmt.Sprintf("max(%s, %s)", g.number(d), g.number(d))
	case 3:
		return fmt.Sprintf("(%s ? %s : %s)", g.truth(d), g.number(d), g.number(d))
	case 4:
		return fmt.Sprintf("length(%s)", g.text(d))
	}
	return g.number(0)
}

func (g *generator) truth(depth int) string {
	if depth == 0 {
		return g.pick([]string{"true", "false"})
	}
	d := depth - 1
	switch g.r.IntN(5) {
	case 0:
		return fmt.Sprintf("(%s == %s)", g.text(d), g.text(d))
	case 1:
		return fmt.Sprintf("(%s > %s)", g.number(d), g.number(d))
	case 2:
		return fmt.Sprintf("contains(%s, %s)", g.list(d), g.text(d))
	case 3:
		return fmt.Sprintf("!(%s && %s)", g.truth(d), g.truth(d))
	}
	return g.truth(0)
}

func (g *generator) list(depth int) string {
	if depth == 0 {
		if len(g.lists) > 0 && g.r.IntN(2) == 0 {
			return g.pick(g.lists)
		}
		return "[" + g.literal() + "]"
	}
	d := depth - 1
	switch g.r.IntN(9) {
	case 0:
		return fmt.Sprintf("[for x in %s : \"${x}!\"]", g.list(d))
	case 1:
		return fmt.Sprintf("concat(%s, %s)", g.list(d), g.list(d))
	case 2:
		return fmt.Sprintf("[%s, %s]", g.text(d), g.text(d))
	case 3:
		return fmt.Sprintf("distinct(%s)", g.list(d))
	case 4:
		return fmt.Sprintf("[for i, x in %s : x if i < 2]", g.list(d))
	case 5:
		return fmt.Sprintf("(%s ? tolist(%s) : tolist(%s))", g.truth(d), g.list(d), g.list(d))
	case 6:
		if len(g.maps) > 0 {
			return fmt.Sprintf("values(%s)", g.pick(g.maps))
		}
	case 7:
		return fmt.Sprintf("flatten([%s, [%s]])", g.list(d), g.list(d))
	}
	return g.list(0)
}

// client writes an app client.
func (g *generator) client(name string) {
	g.line("resource \"aws_cognito_user_pool_client\" %q {", name)
	each := ""
	switch g.r.IntN(4) {
	case 0:
		g.line("  count = %d", g.r.IntN(3))
		each = "-${count.index}"
	case 1:
		g.line("  for_each = { k1 = %s, k2 = %s }", g.literal(), g.literal())
		each = "-${each.key}-${each.value}"
	case 2:
		g.line("  for_each = toset([\"s\", \"t\"])")
		each = "-${each.value}"
	}
	g.line("  name = \"n%s\"", each)
	g.line("  user_pool_id = aws_cognito_user_pool.p.id")
	g.line("  callback_urls = [for u in %s : \"https://${u}%s\"]", g.list(3), each)
	for _, argument := range []string{"logout_urls", "allowed_oauth_scopes", "read_attributes"} {
		if g.r.IntN(2) == 0 {
			g.line("  %s = %s", argument, g.list(3))
		}
	}
	g.line("  default_redirect_uri = %s", g.text(4))
	g.line("  access_token_validity = %s", g.number(3))
	g.line("  generate_secret = %s", g.truth(3))
	if g.r.IntN(2) == 0 {
		g.line("  dynamic \"token_validity_units\" {\n    for_each = %s ? [%s] : []\n    content {\n      access_token = token_validity_units.value\n    }\n  }",
			g.truth(2), g.text(2))
	}
	g.line("}")
}

// child writes a call and returns the source of the module that it calls.
func (g *generator) child() string {
	g.line("module \"inner\" {\n  source = \"./inner\"\n  s = %s\n  l = %s\n  n = %s\n}", g.text(3), g.list(3),
		g.number(2))
	inner := &generator{r: g.r, strings: []string{"var.s"}, lists: []string{"var.l"}, numbers: []string{"var.n"}}
	inner.line("variable \"s\" {\n  type = string\n}\nvariable \"l\" {\n  type = list(string)\n}\nvariable \"n\" {\n  type = number\n}")
	for i := range 1 + g.r.IntN(4) {
		inner.local(i)
	}
	inner.line("resource \"aws_cognito_user_pool\" \"p\" {\n  name = \"p\"\n}")
	inner.client("inner")
	inner.line("output \"o\" {\n  value = %s\n}", inner.list(2))
	g.line("resource \"aws_cognito_user_pool_client\" \"after\" {\n  name = \"after\"\n  user_pool_id = \"eu-west-1_abc\"\n  callback_urls = module.inner.o\n}")
	return inner.file.String()
}
