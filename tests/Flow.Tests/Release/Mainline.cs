using Sluice.Flow.Release;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Tests.Release;

/// <summary>The base that pulls land on, and what is known of each that did.</summary>
internal sealed class Mainline
{
    private readonly List<LandedPull> _landed = [];
    private int _commits;

    /// <summary>The files of each pull.</summary>
    public SortedDictionary<int, Row<string>> Paths { get; } = [];

    public Row<LandedPull> After(long cursor) => _landed.Where(pull => pull.Seq > cursor).ToRow();

    public LandedPull? Find(int number) => _landed.FindLast(pull => pull.Number == number);

    /// <summary>One push with these pulls lands.</summary>
    public LandedPull[] Land(DateTimeOffset now, int[] numbers, double fails, Band band, Row<int> reverts, bool defensive)
    {
        var before = Fleet.Commit(_commits);
        var tip = Fleet.Commit(_commits + numbers.Length);
        var seq = _landed.Count == 0 ? 1 : _landed[^1].Seq + 1;
        var pulls = numbers
            .Select(
                (number, i) =>
                    new LandedPull(
                        seq,
                        number,
                        $"Change {number}",
                        "ada",
                        Fleet.Commit(5000 + number),
                        before,
                        tip,
                        Fleet.Commit(_commits + i + 1),
                        "main",
                        band,
                        fails,
                        reverts,
                        now
                    )
                    {
                        Paths = Paths.GetValueOrDefault(number, []),
                        Defensive = defensive,
                    }
            )
            .ToArray();
        _commits += numbers.Length;
        _landed.AddRange(pulls);
        return pulls;
    }

    /// <summary>Something else is known of a pull that landed and is not taken in yet.</summary>
    public void Mark(int number, Func<LandedPull, LandedPull> mark)
    {
        var at = _landed.FindIndex(pull => pull.Number == number);
        _landed[at] = mark(_landed[at]);
    }

    /// <summary>The risk model's chances, of what landed and is not taken in yet.</summary>
    public void Believe(Func<int, double> fails)
    {
        for (var i = 0; i < _landed.Count; i++)
        {
            _landed[i] = _landed[i] with { Fails = fails(_landed[i].Number) };
        }
    }
}
