package audit

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/arn"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials/stscreds"
	"github.com/aws/aws-sdk-go-v2/service/account"
	accounttypes "github.com/aws/aws-sdk-go-v2/service/account/types"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/sts"

	"github.com/userpoolclient/userpoolclient/internal/pages"
)

// AllRegions, as a Region of Access, stands for every Region that is enabled in
// the account.
const AllRegions = "all"

// Access says which accounts and Regions to read, and as whom.
type Access struct {
	Profiles   []string // of the shared configuration; none: the default chain
	Roles      []string // ARNs of roles to assume, each of an account of its own; none: nobody else
	ExternalID string   // for the roles that want one
	Regions    []string // names or AllRegions; none: that of the configuration
}

// How an attempt is bounded, and how often the SDK tries.
const (
	maxAttempts    = 8
	attemptTimeout = 30 * time.Second
)

// errNoRegion says that there is no Region to read.
var errNoRegion = errors.New("no Region is configured; name one")

// Targets returns the targets of an audit, with the SDK's default configuration:
// its credentials, profiles and variables, AWS_ENDPOINT_URL among them.
func Targets(ctx context.Context, a Access) ([]Target, error) {
	profiles := a.Profiles
	if len(profiles) == 0 {
		profiles = []string{""}
	}
	var all []Target
	for _, profile := range profiles {
		cfg, err := load(ctx, profile)
		if err != nil {
			return nil, err
		}
		some, err := a.targets(ctx, cfg)
		if err != nil {
			return nil, err
		}
		all = append(all, some...)
	}
	return all, nil
}

func load(ctx context.Context, profile string) (aws.Config, error) {
	options := []func(*config.LoadOptions) error{
		config.WithRetryMode(aws.RetryModeAdaptive),
		config.WithRetryMaxAttempts(maxAttempts),
		config.WithHTTPClient(awshttp.NewBuildableClient().WithTimeout(attemptTimeout)),
	}
	if profile != "" {
		options = append(options, config.WithSharedConfigProfile(profile))
	}
	return config.LoadDefaultConfig(ctx, options...)
}

// targets are those of one profile: of each role, else of its own account.
func (a Access) targets(ctx context.Context, cfg aws.Config) ([]Target, error) {
	if len(a.Roles) == 0 {
		return a.regions(ctx, cfg, "")
	}
	var all []Target
	for _, role := range a.Roles {
		parsed, err := arn.Parse(role)
		if err != nil || parsed.Service != "iam" || !strings.HasPrefix(parsed.Resource, "role/") {
			return nil, fmt.Errorf("%q is not the ARN of a role; it must be arn:aws:iam::ACCOUNT:role/NAME", role)
		}
		some, err := a.regions(ctx, a.assumed(cfg, role), parsed.AccountID)
		if err != nil {
			return nil, err
		}
		all = append(all, some...)
	}
	return all, nil
}

// assumed is the configuration of somebody who has assumed a role.
func (a Access) assumed(cfg aws.Config, role string) aws.Config {
	from := cfg.Copy()
	if from.Region == "" && len(a.Regions) > 0 && a.Regions[0] != AllRegions {
		from.Region = a.Regions[0] // STS needs one, whichever
	}
	provider := stscreds.NewAssumeRoleProvider(sts.NewFromConfig(from), role, func(o *stscreds.AssumeRoleOptions) {
		o.RoleSessionName = "userpoolclient-audit"
		if a.ExternalID != "" {
			o.ExternalID = &a.ExternalID
		}
	})
	cfg = cfg.Copy()
	cfg.Credentials = aws.NewCredentialsCache(provider)
	return cfg
}

// regions are the targets of one account.
func (a Access) regions(ctx context.Context, cfg aws.Config, number string) ([]Target, error) {
	names, mayLack := slices.Clone(a.Regions), false
	switch {
	case slices.Contains(names, AllRegions):
		enabled, err := enabledRegions(ctx, cfg)
		if err != nil {
			return nil, fmt.Errorf("list the enabled Regions%s: %w", of(number), err)
		}
		names, mayLack = enabled, true
	case len(names) == 0 && cfg.Region != "":
		names = []string{cfg.Region}
	case len(names) == 0:
		return nil, errNoRegion
	}
	slices.Sort(names)
	var all []Target
	for _, name := range slices.Compact(names) {
		api := cip.NewFromConfig(cfg, func(o *cip.Options) { o.Region = name })
		all = append(all, Target{Account: number, Region: name, API: api, MayLack: mayLack})
	}
	return all, nil
}

func of(account string) string {
	if account == "" {
		return ""
	}
	return " of account " + account
}

// enabledRegions are the Regions that are enabled in an account.
func enabledRegions(ctx context.Context, cfg aws.Config) ([]string, error) {
	api := account.NewFromConfig(cfg, func(o *account.Options) {
		if o.Region == "" {
			o.Region = "us-east-1" // the service has one address, there
		}
	})
	list := account.NewListRegionsPaginator(api, &account.ListRegionsInput{
		RegionOptStatusContains: []accounttypes.RegionOptStatus{
			accounttypes.RegionOptStatusEnabled, accounttypes.RegionOptStatusEnabledByDefault,
		},
	})
	var names []string
	var watch pages.Watch
	for list.HasMorePages() {
		page, err := list.NextPage(ctx)
		if err == nil {
			err = watch.Turn(page.NextToken, len(page.Regions))
		}
		if err != nil {
			return nil, err
		}
		for _, r := range page.Regions {
			names = append(names, aws.ToString(r.RegionName))
		}
	}
	return names, nil
}
