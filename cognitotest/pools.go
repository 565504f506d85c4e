package cognitotest

import (
	"cmp"
	"encoding/base64"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

// A pool is a user pool and what is in it.
type pool struct {
	made      int64
	settings  types.UserPoolType
	mfa       mfaConfig
	clients   map[string]*client
	servers   map[string]*resourceServer
	providers map[string]*identityProvider
	user      *User // who is signed in; nil: nobody
}

var (
	poolIDPattern = pattern(`[\w-]+_[0-9a-zA-Z]+`)
	namePattern   = pattern(`[\w\s+=,.@-]+`)
)

func (l *limits) poolID(id *string) { l.text("userPoolId", id, true, 55, poolIDPattern) }

// pool returns the pool of that ID. The caller holds the lock.
func (s *Service) pool(id string) (*pool, error) {
	if p, ok := s.pools[id]; ok {
		return p, nil
	}
	return nil, poolNotFound(id)
}

// open is how an operation on a pool begins: the limits of the request hold, the
// service is locked, the pool is there. The caller unlocks; after an error
// nothing is locked.
func (s *Service) open(l limits, id *string) (p *pool, unlock func(), err error) {
	if err := l.err(); err != nil {
		return nil, nil, err
	}
	s.mu.Lock()
	p, err = s.pool(*id)
	if err != nil {
		s.mu.Unlock()
		return nil, nil, err
	}
	return p, s.mu.Unlock, nil
}

// next numbers a new thing. The caller holds the lock.
func (s *Service) next() int64 {
	s.made++
	return s.made
}

func (s *Service) createUserPool(_ *request, in *cip.CreateUserPoolInput) (*cip.CreateUserPoolOutput, error) {
	return s.addPool(in, "")
}

// addPool creates a user pool of that ID, a new one when there is none.
func (s *Service) addPool(in *cip.CreateUserPoolInput, id string) (*cip.CreateUserPoolOutput, error) {
	var l limits
	if id != "" {
		l.poolID(&id)
	}
	l.text("poolName", in.PoolName, true, 128, namePattern)
	l.schema("schema", in.Schema, maxSchema)
	if err := l.err(); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.pools) >= maxPools {
		return nil, tooMany("user pools", maxPools)
	}
	if _, taken := s.pools[id]; taken {
		return nil, &apiError{code: invalidParameter, message: own + "user pool " + id + " exists already"}
	}
	if id == "" {
		id = s.ids.poolID(s.region)
	}
	p := &pool{
		made:      s.next(),
		clients:   make(map[string]*client),
		servers:   make(map[string]*resourceServer),
		providers: make(map[string]*identityProvider),
	}
	copyMembers(&p.settings, in)
	now := s.tick()
	p.settings.Id = &id
	p.settings.Name = in.PoolName
	p.settings.Arn = aws.String("arn:aws:cognito-idp:" + regionOf(id) + ":" + s.account + ":userpool/" + id)
	p.settings.CreationDate, p.settings.LastModifiedDate = &now, &now
	p.settings.UserPoolTier = cmp.Or(p.settings.UserPoolTier, types.UserPoolTierTypeEssentials)
	p.settings.MfaConfiguration = cmp.Or(p.settings.MfaConfiguration, types.UserPoolMfaTypeOff)
	p.settings.DeletionProtection = cmp.Or(p.settings.DeletionProtection, types.DeletionProtectionTypeInactive)
	if err := p.setSchema(in.Schema); err != nil {
		return nil, err
	}
	s.pools[id] = p
	return &cip.CreateUserPoolOutput{UserPool: p.describe()}, nil
}

// regionOf returns the Region of a user pool, with which its ID begins.
func regionOf(poolID string) string {
	region, _, _ := strings.Cut(poolID, "_")
	return region
}

func (s *Service) describeUserPool(_ *request, in *cip.DescribeUserPoolInput) (*cip.DescribeUserPoolOutput, error) {
	var l limits
	l.poolID(in.UserPoolId)
	p, unlock, err := s.open(l, in.UserPoolId)
	if err != nil {
		return nil, err
	}
	defer unlock()
	return &cip.DescribeUserPoolOutput{UserPool: p.describe()}, nil
}

// updateUserPool replaces the members that are set and keeps the others but
// AutoVerifiedAttributes, which has been seen reset.
func (s *Service) updateUserPool(_ *request, in *cip.UpdateUserPoolInput) (*cip.UpdateUserPoolOutput, error) {
	var l limits
	l.poolID(in.UserPoolId)
	l.text("poolName", in.PoolName, false, 128, namePattern)
	p, unlock, err := s.open(l, in.UserPoolId)
	if err != nil {
		return nil, err
	}
	defer unlock()
	p.settings.AutoVerifiedAttributes = nil
	copyMembers(&p.settings, in)
	if in.PoolName != nil {
		p.settings.Name = in.PoolName
	}
	now := s.tick()
	p.settings.LastModifiedDate = &now
	return &cip.UpdateUserPoolOutput{}, nil
}

func (s *Service) deleteUserPool(_ *request, in *cip.DeleteUserPoolInput) (*cip.DeleteUserPoolOutput, error) {
	var l limits
	l.poolID(in.UserPoolId)
	p, unlock, err := s.open(l, in.UserPoolId)
	if err != nil {
		return nil, err
	}
	defer unlock()
	if p.settings.DeletionProtection == types.DeletionProtectionTypeActive {
		return nil, &apiError{code: invalidParameter, message: own + "DeletionProtection of user pool " +
			*in.UserPoolId +
			" is ACTIVE; it must be INACTIVE first"}
	}
	if p.settings.Domain != nil || p.settings.CustomDomain != nil {
		return nil, &apiError{code: invalidParameter,
			message: "User pool cannot be deleted. It has a domain configured that should be deleted first."}
	}
	delete(s.pools, *in.UserPoolId)
	return &cip.DeleteUserPoolOutput{}, nil
}

func (s *Service) listUserPools(_ *request, in *cip.ListUserPoolsInput) (*cip.ListUserPoolsOutput, error) {
	var l limits
	if in.MaxResults == nil {
		l.add("null", "maxResults", notNull)
	}
	l.number("maxResults", in.MaxResults, 1, 60)
	if err := l.err(); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	page, token, err := pageOf(maps.Values(s.pools), func(p *pool) int64 { return p.made }, in.MaxResults, in.NextToken)
	if err != nil {
		return nil, err
	}
	out := &cip.ListUserPoolsOutput{UserPools: []types.UserPoolDescriptionType{}, NextToken: token}
	for _, p := range page {
		u := p.settings
		out.UserPools = append(out.UserPools, types.UserPoolDescriptionType{
			Id: u.Id, Name: u.Name, LambdaConfig: u.LambdaConfig,
			CreationDate: u.CreationDate, LastModifiedDate: u.LastModifiedDate,
		})
	}
	return out, nil
}

// describe returns the settings to answer with. What they point to is replaced
// and never changed, so the copy may leave the lock; the schema grows and is
// copied.
func (p *pool) describe() *types.UserPoolType {
	settings := p.settings
	settings.SchemaAttributes = slices.Clone(settings.SchemaAttributes)
	settings.EstimatedNumberOfUsers = 0
	return &settings
}

// pageOf returns the part of a listing that a request asks for, in the order of
// creation, and the token of the next part.
func pageOf[T any](all func(yield func(T) bool), made func(T) int64, most *int32, token *string) ([]T, *string, error) {
	after, err := parseToken(token)
	if err != nil {
		return nil, nil, err
	}
	list := slices.SortedFunc(all, func(a, b T) int { return cmp.Compare(made(a), made(b)) })
	first, _ := slices.BinarySearchFunc(list, after+1, func(item T, n int64) int { return cmp.Compare(made(item), n) })
	list = list[first:]
	size := 60
	if most != nil && *most > 0 {
		size = int(*most)
	}
	if len(list) <= size {
		return list, nil, nil
	}
	list = list[:size]
	next := base64.RawURLEncoding.EncodeToString([]byte(tokenPrefix + strconv.FormatInt(made(list[size-1]), 10)))
	return list, &next, nil
}

const tokenPrefix = "after:"

func parseToken(token *string) (after int64, err error) {
	if token == nil {
		return 0, nil
	}
	data, err := base64.RawURLEncoding.DecodeString(*token)
	if err == nil {
		var number string
		number, _ = strings.CutPrefix(string(data), tokenPrefix)
		after, err = strconv.ParseInt(number, 10, 64)
	}
	if err != nil || after < 0 {
		return 0, &apiError{code: invalidParameter,
			message: own + "the pagination token is not one that this server has answered with"}
	}
	return after, nil
}
