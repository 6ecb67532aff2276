namespace Sluice.Flow.Queue;

/// <summary>
/// Entries that are found by their number at once, and put into the order of service when that is asked for: a turn of thousands asks for
/// single ones far more often.
/// </summary>
internal sealed class Roster
{
    private readonly List<Entry> _entries = [];
    private readonly Func<IReadOnlyList<Entry>, Row<Entry>> _order;
    private Row<Entry>? _inOrder;

    /// <param name="entries">As a rule ascending by number; of two with one number the later counts.</param>
    public Roster(IEnumerable<Entry> entries, Func<IReadOnlyList<Entry>, Row<Entry>> order)
    {
        _order = order;
        foreach (var entry in entries)
        {
            var place = _entries.Count == 0 || _entries[^1].Number < entry.Number ? ~_entries.Count : Place(entry.Number);
            if (place >= 0)
            {
                _entries[place] = entry;
            }
            else
            {
                _entries.Insert(~place, entry);
            }
        }
    }

    public Row<Entry> Order => _inOrder ??= _order(_entries);

    public Entry? Find(int number) => Place(number) is var place && place >= 0 ? _entries[place] : null;

    /// <summary>Below zero: the complement of where it would stand.</summary>
    private int Place(int number)
    {
        int low = 0,
            high = _entries.Count - 1;
        while (low <= high)
        {
            var middle = low + ((high - low) / 2);
            var at = _entries[middle].Number;
            if (at == number)
            {
                return middle;
            }

            (low, high) = at < number ? (middle + 1, high) : (low, middle - 1);
        }

        return ~low;
    }
}
