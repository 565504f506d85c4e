package userpoolclient

import "slices"

// The mechanical fixes of ExplicitAuthFlows.

// writeAuthFlow writes the flow that a value stands for, and removes a value that
// stands for none or for one that is listed.
func writeAuthFlow(s *subject, f Finding) []Edit {
	value, ok := s.valueAt(f)
	switch {
	case !ok:
		return nil
	case value == "", meantAuthFlow(value, namesOf(s.auth&^authUnknown)) != "":
		return removeElement(s, f)
	}
	return s.write(f, meantAuthFlow(value, s.fittingAuthFlows()))
}

// replaceLegacy writes for each legacy value beside one of today what does the same
// today.
func replaceLegacy(s *subject, _ Finding) []Edit {
	listed := s.listed(FieldExplicitAuthFlows)
	var edits []Edit
	for i, flow := range s.c.ExplicitAuthFlows {
		next := string(successor(flow))
		switch {
		case next == "" || !s.knows(FieldExplicitAuthFlows, i):
		case slices.Contains(listed, next):
			edits = append(edits, Edit{FieldExplicitAuthFlows, i, nil})
		case s.authFlowFits(authFlowBit(authFlow(next))):
			edits = append(edits, Edit{FieldExplicitAuthFlows, i, next})
			listed = append(listed, next)
		default:
			return nil
		}
	}
	return edits
}

// spellLegacyOut writes the flows of today that allow what a legacy list allows.
func spellLegacyOut(s *subject, f Finding) []Edit {
	edits := replaceLegacyAll(s)
	var written []string
	for _, e := range edits {
		if e.Value != nil {
			written = append(written, e.Value.(string))
		}
	}
	return append(edits, s.add(f.Field, without(s.modernAuthFlows(), written)...)...)
}

// replaceLegacyAll writes for each legacy value its successor, once.
func replaceLegacyAll(s *subject) []Edit {
	var edits []Edit
	seen := map[authFlow]bool{}
	for i, flow := range s.c.ExplicitAuthFlows {
		next := successor(flow)
		switch {
		case next == "" || !s.knows(FieldExplicitAuthFlows, i):
		case seen[next]:
			edits = append(edits, Edit{FieldExplicitAuthFlows, i, nil})
		default:
			edits = append(edits, Edit{FieldExplicitAuthFlows, i, string(next)})
			seen[next] = true
		}
	}
	return edits
}

// dropRefreshFlow removes the refresh flow where the configuration itself has
// rotation ENABLED. Where the client has it and an update omits it, the update may
// as well be meant to end rotation.
func dropRefreshFlow(s *subject, f Finding) []Edit {
	if !rotationEnabled(s.c) {
		return nil
	}
	return removeElement(s, f)
}

// rotate turns rotation on and removes the refresh flow, which is not permitted
// beside it.
func rotate(s *subject, _ Finding) []Edit {
	return append([]Edit{{FieldRefreshTokenRotationFeature, -1, rotationFeatures[0]}},
		s.removeEach(FieldExplicitAuthFlows, flowRefresh)...)
}

// leaveMachine lists the one flow that signs no user in, beside which rotation is
// not permitted.
func leaveMachine(s *subject, f Finding) []Edit {
	edits := []Edit{{f.Field, -1, []string{flowRefresh}}}
	if enabled, _ := rotationAfter(s.c, s.in); enabled {
		edits = append(edits, Edit{FieldRefreshTokenRotationFeature, -1, rotationFeatures[1]})
	}
	return edits
}
