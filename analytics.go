package userpoolclient

func analyticsApplicationID(c *Config) (string, bool)  { return "", false }
func analyticsApplicationARN(c *Config) (string, bool) { return "", false }
func analyticsRoleARN(c *Config) (string, bool)        { return "", false }
func analyticsExternalID(c *Config) (string, bool)     { return "", false }
func scanApplicationID(value string, advice bool) mark { return 0 }
func scanARN(value string, advice bool) mark           { return 0 }
func scanExternalID(value string, advice bool) mark    { return 0 }

var analyticsRules []Rule
