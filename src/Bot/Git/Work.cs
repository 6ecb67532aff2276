using Sluice.Flow;
using Sluice.Flow.Repo;

namespace Sluice.Bot.Git;

/// <summary>One commit of a pull, as it has to be to be made again.</summary>
/// <param name="Parent">Null: a root.</param>
internal sealed record Work(Sha Commit, Sha? Parent, Author Author, string Message)
{
    private const int Fields = 6;

    /// <param name="upon">Another that does not have them; null: there is none.</param>
    /// <summary>The commits of a head that another does not have, without merges, oldest first.</summary>
    public static async Task<Row<Work>> Between(Mirror mirror, Sha onto, Sha? upon, Sha head, CancellationToken stop)
    {
        var output = await mirror.Tell(
            stop,
            [
                "log",
                "-z",
                "--reverse",
                "--topo-order",
                "--no-merges",
                "--no-show-signature",
                "--encoding=UTF-8",
                "--date=raw",
                "--format=%H%x00%P%x00%an%x00%ae%x00%ad%x00%B",
                head.Hex,
                $"^{onto.Hex}",
                .. upon is { } below ? new[] { $"^{below.Hex}" } : [],
                "--",
            ]
        );
        return output.Text.Split('\0').Chunk(Fields).Where(fields => fields.Length == Fields).Select(Read).ToRow();
    }

    private static Work Read(string[] fields) =>
        new(
            new Sha(fields[0]),
            fields[1].Length > 0 ? new Sha(fields[1]) : null,
            new Author(fields[2], fields[3], Date(fields[4])),
            fields[5].TrimEnd('\n')
        );

    /// <summary>
    /// A commit may claim a date that no calendar has, and git will not make such a one again. Without the sign it takes less than nine
    /// digits for no time.
    /// </summary>
    private static string? Date(string raw) =>
        raw.Split(' ') is [var seconds, { Length: 5 } zone]
        && long.TryParse(seconds, System.Globalization.CultureInfo.InvariantCulture, out var time)
        && time is > 0 and < 4_102_444_800
        && int.TryParse(
            zone,
            System.Globalization.NumberStyles.AllowLeadingSign,
            System.Globalization.CultureInfo.InvariantCulture,
            out var ahead
        )
        && ahead is >= -1400 and <= 1400
            ? $"@{raw}"
            : null;
}
