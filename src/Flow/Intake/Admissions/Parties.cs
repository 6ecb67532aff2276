using System.Globalization;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Intake.Admissions;

/// <summary>
/// Those who made a pull: its author, who asked an agent for it, and whoever committed to it, or to what it lands again. None of them
/// approves it.
/// </summary>
internal sealed record Parties(Row<Actor> Authors, string? Sponsor, Row<Maker> Makers)
{
    private const string NoReply = "@users.noreply.github.com";

    public static Parties Of(PullSeen seen, OriginAssessment origin) =>
        new(
            [seen.Pull.Author, .. seen.Relands?.Authors ?? []],
            origin.Sponsor,
            [
                .. seen.Commits.Select(commit => new Maker(commit.AuthorName, commit.AuthorEmail, commit.CommitterEmail)),
                .. seen.Makers,
                .. seen.Relands?.Makers ?? [],
            ]
        );

    public bool Include(Actor who) =>
        Authors.Any(author => author.Id == who.Id)
        || Same(who.Login, Sponsor)
        || Makers.Any(maker => Wrote(who, maker.AuthorName, maker.AuthorEmail) || Wrote(who, "", maker.CommitterEmail));

    // Git knows names and addresses only. Taking somebody for a committer too readily costs one approval by somebody else; too rarely, an
    // approval of one's own work: so every likeness counts.
    private static bool Wrote(Actor who, string name, string email)
    {
        var at = email.IndexOf('@', StringComparison.Ordinal);
        if (at < 0)
        {
            return Same(who.Login, name);
        }

        var local = email[..at];
        if (!email.EndsWith(NoReply, StringComparison.OrdinalIgnoreCase))
        {
            return Same(who.Login, local) || Same(who.Login, name);
        }

        var plus = local.IndexOf('+', StringComparison.Ordinal);
        return plus > 0 && long.TryParse(local[..plus], NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? id == who.Id
            : Same(who.Login, local);
    }

    private static bool Same(string login, string? other) => string.Equals(login, other, StringComparison.OrdinalIgnoreCase);
}
