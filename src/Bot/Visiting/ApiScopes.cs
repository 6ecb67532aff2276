namespace Sluice.Bot.Visiting;

/// <summary>What a token that an operator made may be for.</summary>
internal static class ApiScopes
{
    public const string Read = "read";

    public const string Readings = "readings";

    public const string Targets = "targets";
}
