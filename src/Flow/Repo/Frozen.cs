namespace Sluice.Flow.Repo;

/// <summary>A freeze as it stands now.</summary>
/// <param name="Until">The first instant at which these pulls may go on again.</param>
/// <param name="Pulls">Whom it keeps; ascending.</param>
public sealed record Frozen(DateTimeOffset Until, string Reason, Row<int> Pulls);
