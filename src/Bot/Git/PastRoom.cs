namespace Sluice.Bot.Git;

/// <summary>How much of all repositories' histories is held at once. Where another one needs the room, the longest unused is forgotten, and read again when it is asked for.</summary>
/// <param name="most">Commits: of two hundred repositories with fifty thousand each nobody has the memory.</param>
internal sealed class PastRoom(int most = 200_000)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<(Past Past, int Commits)> _byUse = new();
    private int _commits;

    public int Commits
    {
        get
        {
            lock (_gate)
            {
                return _commits;
            }
        }
    }

    public void Use(Past past)
    {
        lock (_gate)
        {
            if (Find(past) is { } held)
            {
                _byUse.Remove(held);
                _byUse.AddFirst(held);
            }
        }
    }

    /// <summary>It holds so many commits by now. Not to be called under its lock: another's is taken.</summary>
    public void Keep(Past past, int commits)
    {
        var forgotten = new List<Past>();
        lock (_gate)
        {
            if (Find(past) is { } held)
            {
                Drop(held);
            }

            _byUse.AddFirst((past, commits));
            _commits += commits;
            while (_commits > most && _byUse.Last is { } last)
            {
                forgotten.Add(last.Value.Past);
                Drop(last);
            }
        }

        forgotten.ForEach(each => each.Forget());
    }

    private void Drop(LinkedListNode<(Past Past, int Commits)> node)
    {
        _byUse.Remove(node);
        _commits -= node.Value.Commits;
    }

    private LinkedListNode<(Past Past, int Commits)>? Find(Past past)
    {
        for (var node = _byUse.First; node is not null; node = node.Next)
        {
            if (ReferenceEquals(node.Value.Past, past))
            {
                return node;
            }
        }

        return null;
    }
}
