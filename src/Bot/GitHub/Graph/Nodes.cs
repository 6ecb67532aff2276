namespace Sluice.Bot.GitHub.Graph;

/// <summary>
/// GraphQL's ids of what REST and webhooks number. Kept in memory only: where one is not known, REST serves, and its answer teaches it.
/// </summary>
internal sealed class Nodes
{
    /// <summary>Beyond it all are forgotten: they are learnt again as they are needed.</summary>
    private const int Most = 200_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<(NodeKind Kind, long Id, string Name), string> _known = [];

    public string? Find(NodeKind kind, long id, string name = "")
    {
        lock (_gate)
        {
            return _known.GetValueOrDefault((kind, id, name));
        }
    }

    public void Learn(NodeKind kind, long id, string? node, string name = "")
    {
        if (string.IsNullOrEmpty(node))
        {
            return;
        }

        lock (_gate)
        {
            if (_known.Count >= Most)
            {
                _known.Clear();
            }

            _known[(kind, id, name)] = node;
        }
    }

    public void Forget(NodeKind kind, long id, string name = "")
    {
        lock (_gate)
        {
            _known.Remove((kind, id, name));
        }
    }
}

/// <summary>A label is known by its repository's id and its name.</summary>
internal enum NodeKind
{
    Repository,
    CheckRun,
    Comment,
    Label,
}
