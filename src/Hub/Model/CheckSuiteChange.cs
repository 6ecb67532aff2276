namespace Sluice.Hub.Model;

/// <summary>check_suite: requested and rerequested go to the suite's own App only; completed to all that read checks.</summary>
internal sealed record CheckSuiteChange(string Did, CheckSuite Suite, Account Actor)
    : WorldEvent.Other("check_suite", Did, Suite.Repository, Actor);
