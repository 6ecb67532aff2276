namespace Sluice.Turns;

/// <summary>
/// How much of what can be read again is held at once. Where another one needs the room, the longest unused is forgotten, and read again
/// when it is asked for.
/// </summary>
/// <param name="most">All together.</param>
/// <param name="forget">Not called under the lock of the room: another's may be taken.</param>
public class Room<T>(int most, Action<T> forget)
    where T : notnull
{
    private readonly Lock _gate = new();
    private readonly LinkedList<(T What, int Size)> _byUse = new();
    private readonly Dictionary<T, LinkedListNode<(T What, int Size)>> _held = [];
    private int _taken;

    public int Taken
    {
        get
        {
            lock (_gate)
            {
                return _taken;
            }
        }
    }

    public void Use(T what)
    {
        lock (_gate)
        {
            if (_held.TryGetValue(what, out var held))
            {
                _byUse.Remove(held);
                _byUse.AddFirst(held);
            }
        }
    }

    /// <summary>It takes so much by now. Not before it is held, or nobody would forget it; and not under its own lock.</summary>
    public void Keep(T what, int size)
    {
        var forgotten = new List<T>();
        lock (_gate)
        {
            if (_held.TryGetValue(what, out var held))
            {
                Drop(held);
            }

            _held[what] = _byUse.AddFirst((what, size));
            _taken += size;
            while (_taken > most && _byUse.Last is { } last)
            {
                forgotten.Add(last.Value.What);
                Drop(last);
            }
        }

        forgotten.ForEach(forget);
    }

    private void Drop(LinkedListNode<(T What, int Size)> node)
    {
        _byUse.Remove(node);
        _held.Remove(node.Value.What);
        _taken -= node.Value.Size;
    }
}
