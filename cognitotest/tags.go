package cognitotest

import (
	"maps"
	"slices"
	"strconv"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
)

// maxTags is how many tags a resource has at most.
const maxTags = 50

// openARN does what open does, for an operation that names a pool by its ARN.
func (s *Service) openARN(l limits, arn *string) (p *pool, unlock func(), err error) {
	l.bounded("resourceArn", arn, true, 20, 2048, nil)
	if err := l.err(); err != nil {
		return nil, nil, err
	}
	s.mu.Lock()
	for _, p := range s.pools {
		if *p.settings.Arn == *arn {
			return p, s.mu.Unlock, nil
		}
	}
	s.mu.Unlock()
	return nil, nil, &apiError{code: resourceNotFound, message: own + "there is no user pool of the ARN " + *arn}
}

// tagResource adds tags to a pool. Its map of tags is replaced and never
// changed: an answer may still be writing it.
func (s *Service) tagResource(_ *request, in *cip.TagResourceInput) (*cip.TagResourceOutput, error) {
	var l limits
	if in.Tags == nil {
		l.add("null", "tags", notNull)
	}
	p, unlock, err := s.openARN(l, in.ResourceArn)
	if err != nil {
		return nil, err
	}
	defer unlock()
	tags := make(map[string]string)
	maps.Copy(tags, p.settings.UserPoolTags)
	maps.Copy(tags, in.Tags)
	if len(tags) > maxTags {
		return nil, &apiError{code: invalidParameter,
			message: own + "a user pool has at most " + strconv.Itoa(maxTags) + " tags"}
	}
	p.settings.UserPoolTags = tags
	return &cip.TagResourceOutput{}, nil
}

func (s *Service) listTags(
	_ *request, in *cip.ListTagsForResourceInput,
) (*cip.ListTagsForResourceOutput, error) {
	p, unlock, err := s.openARN(nil, in.ResourceArn)
	if err != nil {
		return nil, err
	}
	defer unlock()
	return &cip.ListTagsForResourceOutput{Tags: p.settings.UserPoolTags}, nil
}

func (s *Service) untagResource(_ *request, in *cip.UntagResourceInput) (*cip.UntagResourceOutput, error) {
	var l limits
	if in.TagKeys == nil {
		l.add("null", "tagKeys", notNull)
	}
	p, unlock, err := s.openARN(l, in.ResourceArn)
	if err != nil {
		return nil, err
	}
	defer unlock()
	tags := maps.Clone(p.settings.UserPoolTags)
	maps.DeleteFunc(tags, func(key, _ string) bool { return slices.Contains(in.TagKeys, key) })
	p.settings.UserPoolTags = tags
	return &cip.UntagResourceOutput{}, nil
}
