namespace Sluice.Hub.Model;

/// <summary>What becomes of one request to the API.</summary>
public enum ApiFate
{
    Fine,

    /// <summary>5xx; nothing was done.</summary>
    ServerError,

    /// <summary>Done, but the answer never arrives.</summary>
    LostAnswer,

    /// <summary>A refusal that is gone when asked again.</summary>
    Conflict,

    /// <summary>Refused by the secondary rate limit, though within it.</summary>
    Limited,
}

/// <summary>Faults, as chances from 0 to 1. The default is fine weather.</summary>
public sealed record Weather
{
    public double HooksLost { get; init; }

    public double HooksDoubled { get; init; }

    public double HooksDelayed { get; init; }

    /// <summary>The most that a delayed webhook is late.</summary>
    public TimeSpan HookDelay { get; init; } = TimeSpan.FromMinutes(5);

    public double HooksShuffled { get; init; }

    /// <summary>How far apart webhooks may overtake each other.</summary>
    public TimeSpan ShuffleSpan { get; init; } = TimeSpan.FromSeconds(5);

    public double ApiErrors { get; init; }

    public double ApiLostAnswers { get; init; }

    /// <summary>Only writes that move branches meet it.</summary>
    public double ApiConflicts { get; init; }

    public double ApiLimited { get; init; }

    /// <summary>
    /// A merge that an App pushes onto a branch is taken, and the branch then stands at another: of the same parents, with another tree.
    /// GitHub is not known to do so; who promises what was tested must notice it.
    /// </summary>
    public double OtherTrees { get; init; }

    /// <summary>How long mergeability takes to compute; null leaves the world's own delay.</summary>
    public TimeSpan? Mergeable { get; init; }

    public static Weather Fine { get; } = new();

    /// <summary>After how long each copy of a webhook sets out; none when it is lost.</summary>
    public TimeSpan[] HookDelays(Dice dice)
    {
        if (this == Fine)
            return [TimeSpan.Zero];
        if (dice.Chance(HooksLost))
            return [];
        var first = Delay(dice);
        return dice.Chance(HooksDoubled) ? [first, first + dice.Within(ShuffleSpan)] : [first];
    }

    public ApiFate Fate(Dice dice, bool movesBranches)
    {
        if (this == Fine)
            return ApiFate.Fine;
        if (dice.Chance(ApiErrors))
            return ApiFate.ServerError;
        if (dice.Chance(ApiLimited))
            return ApiFate.Limited;
        if (movesBranches && dice.Chance(ApiConflicts))
            return ApiFate.Conflict;
        return dice.Chance(ApiLostAnswers) ? ApiFate.LostAnswer : ApiFate.Fine;
    }

    private TimeSpan Delay(Dice dice)
    {
        if (dice.Chance(HooksDelayed))
            return dice.Within(HookDelay);
        return dice.Chance(HooksShuffled) ? dice.Within(ShuffleSpan) : TimeSpan.Zero;
    }
}
