package cognitotest

import (
	"cmp"
	"slices"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

// An mfaConfig is the second factors of a user pool. It is never changed once it
// is stored: an answer may still be writing it.
type mfaConfig struct {
	Email         *types.EmailMfaConfigType
	SMS           *types.SmsMfaConfigType
	SoftwareToken *types.SoftwareTokenMfaConfigType
	WebAuthn      *types.WebAuthnConfigurationType
}

// configured reports whether there is a second factor.
func (m mfaConfig) configured() bool {
	return m.Email != nil || m.SMS != nil || m.SoftwareToken != nil && m.SoftwareToken.Enabled
}

func (s *Service) getMfaConfig(
	_ *request, in *cip.GetUserPoolMfaConfigInput,
) (*cip.GetUserPoolMfaConfigOutput, error) {
	var l limits
	l.poolID(in.UserPoolId)
	p, unlock, err := s.open(l, in.UserPoolId)
	if err != nil {
		return nil, err
	}
	defer unlock()
	return &cip.GetUserPoolMfaConfigOutput{
		MfaConfiguration: p.settings.MfaConfiguration, EmailMfaConfiguration: p.mfa.Email,
		SmsMfaConfiguration: p.mfa.SMS, SoftwareTokenMfaConfiguration: p.mfa.SoftwareToken,
		WebAuthnConfiguration: p.mfa.WebAuthn,
	}, nil
}

// setMfaConfig replaces the second factors; MfaConfiguration stays where it is
// omitted. The two texts are recorded.
func (s *Service) setMfaConfig(
	_ *request, in *cip.SetUserPoolMfaConfigInput,
) (*cip.SetUserPoolMfaConfigOutput, error) {
	var l limits
	l.poolID(in.UserPoolId)
	if mode := in.MfaConfiguration; mode != "" && !slices.Contains(mode.Values(), mode) {
		l.add("'"+string(mode)+"'", "mfaConfiguration", enumText(strs(mode.Values())))
	}
	p, unlock, err := s.open(l, in.UserPoolId)
	if err != nil {
		return nil, err
	}
	defer unlock()
	mode := cmp.Or(in.MfaConfiguration, p.settings.MfaConfiguration)
	factors := mfaConfig{
		in.EmailMfaConfiguration, in.SmsMfaConfiguration, in.SoftwareTokenMfaConfiguration, in.WebAuthnConfiguration,
	}
	switch off := mode == types.UserPoolMfaTypeOff; {
	case off && factors.configured():
		return nil, &apiError{code: invalidParameter,
			message: "Invalid MFA configuration given, can't turn off MFA and configure an MFA together."}
	case !off && !factors.configured():
		return nil, &apiError{code: invalidParameter,
			message: "Invalid MFA configuration given, can't disable all MFAs with a required or optional configuration."}
	}
	p.settings.MfaConfiguration, p.mfa = mode, factors
	return &cip.SetUserPoolMfaConfigOutput{
		MfaConfiguration: mode, EmailMfaConfiguration: factors.Email, SmsMfaConfiguration: factors.SMS,
		SoftwareTokenMfaConfiguration: factors.SoftwareToken, WebAuthnConfiguration: factors.WebAuthn,
	}, nil
}
