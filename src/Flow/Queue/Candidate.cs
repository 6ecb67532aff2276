namespace Sluice.Flow.Queue;

/// <summary>A flight as the sketch counts: pulls by their places.</summary>
/// <param name="Content">All that it would land, in merge order.</param>
/// <param name="Added">How many of them, the last ones, it adds to what it is stacked on.</param>
internal sealed record Candidate(Flight Flight, int[] Content, int Added)
{
    public bool Green => Flight.Green;

    public bool IsSpine => Flight.Kind == BuildKind.Spine;

    public ReadOnlySpan<int> Members => Content.AsSpan(Content.Length - Added);

    public bool Holds(int place) => Array.IndexOf(Content, place) >= 0;

    public bool IsOn(string id) => Flight.Below.AsSpan().Contains(id);

    public bool HoldsAll(ReadOnlySpan<int> places)
    {
        foreach (var place in places)
        {
            if (!Holds(place))
            {
                return false;
            }
        }

        return true;
    }

    public bool HoldsAny(ReadOnlySpan<int> places)
    {
        foreach (var place in places)
        {
            if (Holds(place))
            {
                return true;
            }
        }

        return false;
    }
}
