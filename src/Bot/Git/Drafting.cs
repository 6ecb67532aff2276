using Sluice.Flow;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Git;

/// <summary>Commits of the mirror's as it takes to have GitHub make them.</summary>
internal static class Drafting
{
    private const int Fields = 7;

    private const string Nothing = "0000000";

    public static async Task<Row<DraftCommit>> Drafts(
        Mirror mirror,
        Signature own,
        Sha onto,
        Sha tip,
        Row<Sha> held,
        CancellationToken stop
    )
    {
        var output = await mirror.Tell(
            stop,
            "log",
            "-z",
            "--first-parent",
            "--reverse",
            "--no-show-signature",
            "--encoding=UTF-8",
            "--format=%H%x00%T%x00%P%x00%an%x00%ae%x00%B%x00",
            $"{onto.Hex}..{tip.Hex}",
            "--"
        );
        var made = await Made(mirror, onto, tip, held, stop);
        var drafts = new List<DraftCommit>();
        foreach (var fields in output.Text.Split('\0').Chunk(Fields).Where(fields => fields.Length == Fields))
        {
            var parents = fields[2].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(parent => new Sha(parent)).ToRow();
            var commit = new Sha(fields[0].TrimStart('\n'));
            drafts.Add(
                new DraftCommit(
                    commit,
                    new Sha(fields[1]),
                    await Reading.Tree(mirror, parents[0], stop),
                    parents,
                    fields[5].TrimEnd('\n'),
                    fields[4] == own.Email ? null : $"{fields[3]} <{fields[4]}>",
                    await Entries(mirror, parents[0], commit, made, stop)
                )
            );
        }

        return drafts.ToRow();
    }

    /// <summary>What is in no commit that GitHub holds.</summary>
    private static async Task<HashSet<string>> Made(Mirror mirror, Sha onto, Sha tip, Row<Sha> held, CancellationToken stop)
    {
        var output = await mirror.Tell(
            stop,
            ["rev-list", "--objects", "--no-object-names", tip.Hex, "--not", onto.Hex, .. held.Select(commit => commit.Hex)]
        );
        return [.. output.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries)];
    }

    private static async Task<Row<DraftEntry>> Entries(Mirror mirror, Sha before, Sha commit, HashSet<string> made, CancellationToken stop)
    {
        var output = await mirror.Tell(
            stop,
            "diff-tree",
            "-r",
            "-z",
            "--raw",
            "--no-renames",
            "--no-ext-diff",
            "--end-of-options",
            before.Hex,
            commit.Hex
        );
        var entries = new List<DraftEntry>();
        foreach (var pair in output.Text.Split('\0', StringSplitOptions.RemoveEmptyEntries).Chunk(2).Where(pair => pair.Length == 2))
        {
            // :old mode, new mode, old blob, new blob, what happened
            var fields = pair[0].TrimStart(':').Split(' ');
            entries.Add(
                fields[3].StartsWith(Nothing, StringComparison.Ordinal)
                    ? new DraftEntry(pair[1], fields[0], null, null)
                    : new DraftEntry(
                        pair[1],
                        fields[1],
                        new Sha(fields[3]),
                        made.Contains(fields[3]) ? await Content(mirror, fields[3], stop) : null
                    )
            );
        }

        return entries.ToRow();
    }

    private static async Task<string> Content(Mirror mirror, string blob, CancellationToken stop) =>
        Convert.ToBase64String((await mirror.Tell(stop, "cat-file", "blob", blob)).Bytes);
}
