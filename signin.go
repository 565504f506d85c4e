package userpoolclient

import "slices"

// Capability is one call that signs somebody in or leads there, and whether
// the app client can be used for it.
type Capability struct {
	API     string   `json:"api"`            // the operation, "InitiateAuth", or the endpoint, "/oauth2/token"
	Flow    string   `json:"flow,omitzero"`  // its AuthFlow, response_type or grant_type; "" where it has none
	Allowed Answer   `json:"allowed"`        // as far as the app client decides
	Field   Field    `json:"field,omitzero"` // the setting that decides; "" where none does
	Reason  string   `json:"reason"`         // in words; reads on from Field where there is one
	Sends   []string `json:"sends,omitzero"` // what each request carries; nil when it is not allowed
	// whether UserContextData.IpAddress is accepted; 0 where the call does not take it or is not allowed
	IPAddress Answer `json:"ipAddress,omitzero"`
}

// Answer is yes, no or undetermined.
type Answer uint8

// The answers; the zero Answer is none.
const (
	AnswerYes Answer = iota + 1
	AnswerNo
	AnswerUndetermined // a setting is not known, or the public evidence does not decide
)

// SignIn returns the ways to sign in and what belongs to them, always all of
// them and in the same order: InitiateAuth and AdminInitiateAuth with every
// AuthFlow, GetTokensFromRefreshToken, GetClientToken, the grants of the OAuth endpoints, and
// the other operations that need no AWS credentials and take UserContextData.
// A nil c has none.
//
// It speaks of the client as it stands after the call that in.Operation names,
// and a configuration that the service rejects makes no client: see [Validate].
// What the user pool decides (its domain, triggers, factors and tier, whether
// people may sign themselves up) is looked at only as far as in.Pool tells of
// it. Where a setting is not known yet, or its effect is not public,
// the answer is undetermined and the reason says why.
func SignIn(c *Config, in Context) []Capability {
	if c == nil {
		return nil
	}
	v := newSignInView(c, in)
	all := make([]Capability, len(signInWays()))
	for i := range signInWays() {
		all[i] = v.capability(&signInWays()[i])
	}
	return all
}

// A verdict is an answer, the field that decides it and why.
type verdict struct {
	answer Answer
	field  Field
	reason string
}

// A signInView is what SignIn asks of a configuration again and again.
type signInView struct {
	c       *Config
	in      Context
	subject *subject // what the rules of the catalogue are asked about
	secret  SecretState
	ip      Answer

	auth        authFlowSet // of the elements of ExplicitAuthFlows that are known
	listUnknown bool        // ExplicitAuthFlows is not known yet
	listPartly  bool        // one of its elements is not
	rotation    Answer
}

func newSignInView(c *Config, in Context) *signInView {
	v := &signInView{c: c, in: in, subject: newSubject(c, in), secret: secretOf(c, in), rotation: AnswerUndetermined}
	if in.Secret == SecretStateUnknown && (v.notKnown(FieldGenerateSecret) || v.notKnown(FieldClientSecret)) {
		v.secret = SecretStateUnknown
	}
	v.listUnknown = v.notKnown(FieldExplicitAuthFlows)
	for i, f := range c.ExplicitAuthFlows {
		if !v.subject.knows(FieldExplicitAuthFlows, i) {
			v.listPartly = true
			continue
		}
		v.auth |= authFlowBit(f)
	}
	if enabled, known := rotationStands(c, in); known {
		v.rotation = AnswerNo
		if enabled {
			v.rotation = AnswerYes
		}
	}
	v.ip = v.ipAddress()
	return v
}

// notKnown reports whether a field is set but not known yet; a list of which only
// elements are not is known.
func (v *signInView) notKnown(f Field) bool { return unknown(v.c.Unknown, f, true) }

// ipAddress returns whether the operations that need no AWS credentials accept an
// IP address in UserContextData.
func (v *signInView) ipAddress() Answer {
	switch propagate := v.c.EnablePropagateAdditionalUserContextData; {
	case v.notKnown(FieldEnablePropagateAdditionalUserContextData):
		return AnswerUndetermined
	case propagate == nil && v.in.Operation == OperationUpdate:
		// What an update makes of the omitted member is not verified; where it is
		// off already, keeping and resetting come to the same.
		if v.in.Current == nil || isTrue(v.in.Current.EnablePropagateAdditionalUserContextData) ||
			unknown(v.in.Current.Unknown, FieldEnablePropagateAdditionalUserContextData, true) {
			return AnswerUndetermined
		}
		return AnswerNo
	case !isTrue(propagate), v.secret == SecretStateAbsent:
		return AnswerNo
	case v.secret == SecretStateUnknown:
		return AnswerUndetermined
	}
	return AnswerYes
}

// capability is what SignIn says of a way.
func (v *signInView) capability(w *signInWay) Capability {
	answer := w.allowed(v)
	a := Capability{API: w.api, Flow: w.flow, Allowed: answer.answer, Field: answer.field, Reason: answer.reason}
	if answer.answer == AnswerNo {
		return a
	}
	a.Sends = v.withSecret(slices.Clip(w.sends), w.proof)
	if w.contextData {
		a.IPAddress = v.ip
	}
	return a
}

// withSecret adds what proves that the caller has the client's secret.
func (v *signInView) withSecret(sends []string, proof string) []string {
	switch {
	case proof == "":
	case v.secret == SecretStatePresent:
		return append(sends, proof)
	case v.secret == SecretStateUnknown:
		return append(sends, proof+" if the client has a secret")
	}
	return slices.Clone(sends)
}

// rejected returns the verdict of the first of some rules that the configuration
// breaks and reports whether it breaks any: what the service rejects makes no
// client.
func (v *signInView) rejected(rules ...string) (no verdict, rejected bool) {
	for _, id := range rules {
		i, ok := catalogueIndex()[id]
		if !ok {
			continue
		}
		r := &catalogue()[i]
		if !v.subject.meets(r.Needs) || v.subject.lacksValue(r) {
			continue
		}
		if found := r.collect(nil, v.subject, r.check(v.subject)); found != nil {
			return verdict{AnswerNo, found[0].Field, found[0].Message + ", which the service rejects"}, true
		}
	}
	return verdict{}, false
}

// flow says what ExplicitAuthFlows makes of an AuthFlow.
func (v *signInView) flow(f *signInFlow) verdict {
	is := func(a Answer, reason string) verdict { return verdict{a, FieldExplicitAuthFlows, reason} }
	name := string(f.allowed)
	if no, rejected := v.rejected("auth-flows-mixed", "auth-flow-invalid", "client-token-auth-exclusive"); rejected {
		return no
	}
	switch bit := authFlowBit(f.allowed); {
	case v.listUnknown:
		return is(AnswerUndetermined, "is not known yet")
	case len(v.c.ExplicitAuthFlows) == 0:
		if authDefault&bit != 0 {
			return is(AnswerYes, emptyList(v.c)+", which includes "+name)
		}
		return is(AnswerNo, emptyList(v.c)+", which does not include "+name)
	case v.auth&bit != 0:
		if no, rejected := v.rejected("auth-flow-tier"); rejected && bit == authAllowUser {
			return no
		}
		return is(AnswerYes, "lists "+name)
	case v.auth&authLegacy != 0:
		return v.legacyFlow(f)
	default:
		return v.unlisted(f, name)
	}
}

// emptyList names the default that an omitted or empty ExplicitAuthFlows stands
// for; an update that omits the list empties it.
func emptyList(c *Config) string {
	if c.ExplicitAuthFlows != nil {
		return "is empty and stands for its default"
	}
	return "is omitted and stands for its default"
}

// legacyFlow says what a list with legacy values makes of an AuthFlow.
func (v *signInView) legacyFlow(f *signInFlow) verdict {
	is := func(a Answer, reason string) verdict { return verdict{a, FieldExplicitAuthFlows, reason} }
	bit := authFlowSet(0)
	if f.legacy != "" {
		bit = authFlowBit(f.legacy)
	}
	switch {
	case v.auth&f.barred != 0:
		return is(AnswerNo, "lists CUSTOM_AUTH_FLOW_ONLY, which leaves custom authentication alone")
	case v.auth&bit != 0 && v.auth&authCustomOnly&^bit != 0:
		return is(
			AnswerUndetermined,
			"lists "+string(f.legacy)+" beside CUSTOM_AUTH_FLOW_ONLY; which of them wins is not verified",
		)
	case v.auth&bit != 0:
		return is(AnswerYes, "lists "+string(f.legacy))
	case v.auth&f.unclear != 0:
		return is(
			AnswerUndetermined,
			"lists legacy names only, and what they make of "+string(f.flow)+" today is not verified",
		)
	case f.legacy != "":
		return v.unlisted(f, string(f.legacy))
	}
	return v.unlisted(f, string(f.allowed))
}

// unlisted is the verdict where the value that allows an AuthFlow is not in the
// list.
func (v *signInView) unlisted(f *signInFlow, name string) verdict {
	is := func(a Answer, reason string) verdict { return verdict{a, FieldExplicitAuthFlows, reason} }
	switch {
	case v.listPartly:
		return is(AnswerUndetermined, "does not list "+name+" so far; an element is not known yet")
	case v.auth&authUnknown != 0:
		return is(AnswerUndetermined, "does not list "+name+" but a value that this version does not know")
	case f.refresh:
		return is(
			AnswerUndetermined,
			"does not list "+name+"; whether tokens can be refreshed without it today is not verified",
		)
	}
	return is(AnswerNo, "does not list "+name)
}

// refreshCall returns whether REFRESH_TOKEN_AUTH works, which refresh token
// rotation excludes.
func (v *signInView) refreshCall(f *signInFlow) verdict {
	switch v.rotation {
	case AnswerYes:
		return verdict{
			AnswerNo,
			FieldRefreshTokenRotationFeature,
			"is ENABLED, which excludes this flow; call GetTokensFromRefreshToken",
		}
	case AnswerUndetermined:
		return verdict{
			AnswerUndetermined,
			FieldRefreshTokenRotationFeature,
			"is not known, and ENABLED excludes this flow",
		}
	}
	return v.flow(f)
}

// refresh returns whether tokens can be refreshed in a way that goes with
// rotation.
func (v *signInView) refresh() verdict {
	list := v.flow(&refreshFlow)
	switch {
	case v.rotation == AnswerYes:
		return verdict{
			AnswerYes,
			FieldRefreshTokenRotationFeature,
			"is ENABLED: each refresh also issues a new refresh token",
		}
	case v.rotation == AnswerUndetermined && list.answer != AnswerYes:
		return verdict{AnswerUndetermined, FieldRefreshTokenRotationFeature, "is not known, and ENABLED allows this"}
	}
	return list
}

// challenge tells whether there can be a challenge to respond to, which an
// InitiateAuth that signs in poses.
func (v *signInView) challenge() verdict {
	best := verdict{AnswerNo, FieldExplicitAuthFlows, "allows no sign-in with InitiateAuth that could pose a challenge"}
	for i := range signInFlows {
		f := &signInFlows[i]
		if f.refresh || f.only == apiAdminInitiateAuth {
			continue
		}
		switch v.flow(f).answer {
		case AnswerYes:
			return verdict{
				AnswerYes,
				FieldExplicitAuthFlows,
				"allows InitiateAuth with " + string(f.flow) + ", which can pose a challenge",
			}
		case AnswerUndetermined:
			best = verdict{
				AnswerUndetermined,
				FieldExplicitAuthFlows,
				"leaves undetermined whether InitiateAuth can pose a challenge",
			}
		}
	}
	return best
}
