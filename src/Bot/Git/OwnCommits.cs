using System.Globalization;
using Sluice.Flow;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Git;

/// <summary>The commits of a head that its base does not have.</summary>
internal static class OwnCommits
{
    private const int MostLog = 8 * 1024 * 1024;

    private const string Notes = "refs/notes/ai";

    private const string Fields = "--format=%H%x00%an%x00%ae%x00%ce%x00%ct%x00%B";

    private static readonly string[] Log =
    [
        "log",
        "-z",
        "--reverse",
        string.Create(CultureInfo.InvariantCulture, $"--max-count={IGit.MostCommits}"),
        "--no-show-signature",
        "--encoding=UTF-8",
    ];

    public static async Task<Row<CommitInfo>> Newest(Mirror mirror, Sha onto, Sha head, CancellationToken stop)
    {
        var from = await Own(mirror, onto, head, stop);
        GitOutput output;
        try
        {
            var command = new GitCommand(mirror.Path, [.. Log, "--notes=" + Notes, Fields + "%x00%N", .. from])
            {
                Limit = MostLog,
                Given = await NotesAt(mirror, stop),
            };
            output = await mirror.Recall(command, stop);
            output = output.Exit == 0 ? output : throw mirror.Fault(command, output);
        }
        catch (GitException fault) when (fault.IsTooMuch)
        {
            // Notes may be of any length; a commit without its note is one without that evidence.
            output = await mirror.Tell(stop, [.. Log, Fields + "%x00", .. from]);
        }

        return output
            .Text.Split('\0')
            .Chunk(7)
            .Where(fields => fields.Length == 7)
            .Select(fields => new CommitInfo(new Sha(fields[0]), fields[1], fields[2], fields[3], fields[5].TrimEnd('\n'), Date(fields[4]))
            {
                Note = fields[6].Length == 0 ? null : fields[6],
            })
            .ToRow();
    }

    public static async Task<Row<Maker>> Makers(Mirror mirror, Sha onto, Sha head, CancellationToken stop)
    {
        string[] ask = ["log", "-z", "--no-show-signature", "--encoding=UTF-8", "--format=%an%x00%ae%x00%ce"];
        var command = new GitCommand(mirror.Path, [.. ask, .. await Own(mirror, onto, head, stop)]);
        var output = await mirror.Recall(command, stop);
        return (output.Exit == 0 ? output : throw mirror.Fault(command, output))
            .Text.Split('\0')
            .Chunk(3)
            .Where(fields => fields.Length == 3)
            .Select(fields => new Maker(fields[0], fields[1], fields[2]))
            .Distinct()
            .ToRow();
    }

    /// <summary>
    /// What the base does not have of a head is what their merge bases do not have of it: that stays the same while the base moves on.
    /// </summary>
    private static async Task<string[]> Own(Mirror mirror, Sha onto, Sha head, CancellationToken stop) =>
        [head.Hex, .. (await Reading.MergeBases(mirror, onto, head, stop)).Select(fork => "^" + fork.Hex), "--"];

    /// <summary>Notes come and go while their commits stay.</summary>
    private static async Task<string> NotesAt(Mirror mirror, CancellationToken stop) =>
        (await Reading.Loose(Path.Combine(mirror.Path, Notes), stop))?.Hex
        ?? File.GetLastWriteTimeUtc(Path.Combine(mirror.Path, "packed-refs")).Ticks.ToString(CultureInfo.InvariantCulture);

    /// <summary>A commit may claim any date, also one that no calendar has.</summary>
    private static DateTimeOffset Date(string seconds) =>
        long.TryParse(seconds, CultureInfo.InvariantCulture, out var time) && time is >= 0 and < 253_402_300_800
            ? DateTimeOffset.FromUnixTimeSeconds(time)
            : DateTimeOffset.UnixEpoch;
}
