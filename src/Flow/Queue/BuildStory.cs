using System.Text.Json;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Queue;

/// <summary>
/// What the journal's lines of a build hold for measures: its id, the commit that was built, and what ran on it for how long.
/// </summary>
internal static class BuildStory
{
    public static string Data(Build build, Row<Check> checks, DateTimeOffset now) =>
        JsonSerializer.Serialize(
            new Told(
                build.Id,
                build.Candidate?.Hex,
                checks
                    .Select(check => new Ran(
                        check.Name,
                        check.State.ToString(),
                        check.Completed - check.Started is { } took && took >= TimeSpan.Zero ? took.TotalSeconds : null
                    ))
                    .ToRow(),
                build.Started is { } started ? (now - started).TotalSeconds : null
            ),
            JsonSerializerOptions.Web
        );

    private sealed record Told(string Build, string? Candidate, Row<Ran> Checks, double? Seconds);

    private sealed record Ran(string Name, string State, double? Seconds);
}
