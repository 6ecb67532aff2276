using Sluice.Flow.Queue;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Tests.Queue;

/// <summary>A commit is what it contains: pulls, and pushes from outside.</summary>
internal sealed record Commit(Row<int> Content, int Outside, Sha? Parent)
{
    public string Salt { get; init; } = "";

    public Sha Sha => Values.Sha($"{string.Join(',', Content)} {Outside} {Parent} {Salt}");

    public Sha Tree => Values.Sha($"tree {string.Join(',', Content.Order())} {Outside}");
}

internal sealed class Pull(int number, bool bad, double fails)
{
    public int Number => number;

    public bool Bad => bad;

    public int Ticket { get; set; }

    public int Settled { get; set; }

    public int Version { get; set; }

    public int CurrentVersion { get; set; }

    public DateTimeOffset Since { get; set; }

    public Outcome? Ended { get; set; }

    public Entry Entry() =>
        new(
            number,
            Ticket,
            Values.HeadOf(number, Version),
            Values.HeadOf(number, CurrentVersion),
            Priority.Normal,
            Since,
            fails,
            Band.Low,
            false,
            OriginClass.None,
            "ada",
            $"Pull {number}",
            Settled
        );
}
