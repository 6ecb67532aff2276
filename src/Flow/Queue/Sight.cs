namespace Sluice.Flow.Queue;

/// <summary>
/// What the scheduler is a function of: a lane without git, GitHub and people's names. A simulator makes one from a trace, the lane's
/// decider from what it sees.
/// </summary>
public sealed record Sight
{
    public required DateTimeOffset Now { get; init; }

    /// <summary>In order of service: the first is served first. Who has landed or left is not among them.</summary>
    public required Row<Waiting> Pulls { get; init; }

    public Row<Observation> Reds { get; init; } = [];

    /// <summary>Builds that run, and green ones that have not landed; in the order of their start.</summary>
    public Row<Flight> Flights { get; init; } = [];

    /// <summary>The flight that is landing now: the base as it will be. Null: nothing lands.</summary>
    public string? Floor { get; init; }

    public bool MayLand { get; init; } = true;

    /// <summary>Builds finish and nothing lands or is ejected: one pull at a time from now on.</summary>
    public bool Stalled { get; init; }

    public int Slots { get; init; } = 4;

    /// <summary>Most pulls that one build adds to what it is stacked on.</summary>
    public int BatchMax { get; init; } = 32;

    public TimeSpan BatchWait { get; init; }

    /// <summary>How often a pull that fails alone is tried again at most, though it may be a flake.</summary>
    public int Retries { get; init; } = 1;

    /// <summary>Who has been overtaken for so long is overtaken no more.</summary>
    public TimeSpan MaxWait { get; init; } = TimeSpan.FromHours(6);

    /// <summary>P(red | nobody in it is bad).</summary>
    public double Flake { get; init; } = 0.004;

    /// <summary>How much likelier pulls fail here than their risk says.</summary>
    public double Harshness { get; init; } = 1;

    /// <summary>P(two pulls fail together though each passes).</summary>
    public double PairRate { get; init; } = 3e-4;

    /// <summary>The same of two that touch the same.</summary>
    public double NearRate { get; init; } = 3e-4;

    /// <summary>Mean time of a build; zero: not known yet.</summary>
    public TimeSpan BuildTime { get; init; }

    public Knobs Knobs { get; init; } = Knobs.Default;
}

/// <summary>A pull that waits.</summary>
/// <param name="Fails">P(it fails by itself), in (0, 1).</param>
public sealed record Waiting(int Number, double Fails, DateTimeOffset Since)
{
    /// <summary>An emergency: nothing that would break its build lands before it.</summary>
    public bool Urgent { get; init; }

    /// <summary>Nothing new is built of it now.</summary>
    public bool Parked { get; init; }

    /// <summary>Most pulls that one build may add together with it, itself included.</summary>
    public int MaxBatch { get; init; } = int.MaxValue;

    /// <summary>Tested alone on the bare base: all else that it was in ended without evidence.</summary>
    public bool Bare { get; init; }

    /// <summary>Not built before one of these has left; empty: nothing is in its way.</summary>
    public Row<int> Behind { get; init; } = [];

    /// <summary>Since when those who came after it have been landing; null: none has.</summary>
    public DateTimeOffset? Overtaken { get; init; }

    /// <summary>Null: it never was in a green build.</summary>
    public Proof? Proof { get; init; }

    /// <summary>P(it fails together with one of those that landed since it was green), where they are known; null: the lane's.</summary>
    public double? PairRate { get; init; }

    /// <summary>Places that it touches, numbered alike for all in this sight; ascending.</summary>
    public Row<int> Places { get; init; } = [];

    /// <summary>It touches what touches everything.</summary>
    public bool Everywhere { get; init; }
}

/// <param name="Landings">Pushes to the base since.</param>
/// <param name="Doubted">A red build since then speaks against it.</param>
public sealed record Proof(int Landings, bool Doubted);

/// <summary>A set that failed; who of it landed since is left out.</summary>
/// <param name="Suspects">Ascending.</param>
/// <param name="Times">How often this very set failed.</param>
public sealed record Observation(Row<int> Suspects, int Times)
{
    /// <summary>
    /// P(all these runs red | nobody in it is bad), where more is known than the lane's flake rate; null: that rate, once for each.
    /// </summary>
    public double? Excuse { get; init; }

    /// <summary>What the place at which it failed says of each suspect; empty: nothing.</summary>
    public Row<Pointed> Pointed { get; init; } = [];

    internal double Chance(double flake) => Excuse ?? Math.Pow(flake, Times);
}

/// <summary>A build that runs or is green.</summary>
/// <param name="Members">What it adds to what it is stacked on.</param>
/// <param name="Content">All that it would land.</param>
/// <param name="Below">The flights that it is stacked on, lowest first.</param>
/// <param name="Fits">It stands on the base as it is: if green, it can land.</param>
/// <param name="Composed">It no longer needs those below it in order to run.</param>
/// <param name="Odds">P(green) as it was at its start.</param>
public sealed record Flight(
    string Id,
    BuildKind Kind,
    Row<int> Members,
    Row<int> Content,
    Row<string> Below,
    bool Green,
    bool Fits,
    bool Composed,
    DateTimeOffset? Started,
    double Odds
)
{
    /// <summary>All of it can come onto the base in one step; false: only once what it is stacked on has.</summary>
    public bool Lands { get; init; } = true;
}
