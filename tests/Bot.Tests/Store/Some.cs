using Sluice.Flow;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Tests.Store;

/// <summary>Facts with everything filled in that a test does not care about.</summary>
internal static class Some
{
    public static DateTimeOffset Noon { get; } = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    public static Actor Ada { get; } = new(7, "ada");

    public static Sha Sha(int number) => new(number.ToString("x40", System.Globalization.CultureInfo.InvariantCulture));

    public static PullRequest Pull(int number, string title = "Count to ten", bool open = true, Sha? head = null, long repo = 1) =>
        new(
            number,
            $"PR_{number}",
            title,
            "body",
            Ada,
            head ?? Sha(number),
            "feature",
            repo,
            "main",
            false,
            open,
            false,
            null,
            [],
            Noon,
            Noon
        );

    public static PullFact PullFact(long repo, int number, long stamp, string title = "Count to ten", bool open = true, Sha? head = null) =>
        new(repo, stamp, Pull(number, title, open, head, repo));

    public static CheckFact CheckFact(long repo, long stamp, Sha sha, string name = "ci/test", CheckState state = CheckState.Success) =>
        new(repo, stamp, sha, new Check(name, 11, 15368, state, "https://ci.example/1", Noon, Noon.AddMinutes(1)), null, []);

    public static RepositoryFact RepositoryFact(long repo, long stamp, bool alive = true, string name = "shop") =>
        new(repo, stamp, new Repository(repo, "acme", name, 5, false, "main", alive));

    public static JournalLine Line(string kind, params int[] pulls) => new(kind, $"Something {kind}.", pulls.ToRow(), """{"a": 1}""");
}
