namespace Sluice.Hub.Git;

/// <summary>
/// Git in memory, for virtual time: ids equal git's, merges are three-way by file, nothing is written anywhere.
/// Repositories of one fork network share their objects.
/// </summary>
public sealed class MemoryGit : IGit
{
    // Looked up by id only, never walked, so that hash order decides nothing.
    private readonly Dictionary<string, object> _objects;
    private readonly SortedDictionary<string, string> _refs = new(StringComparer.Ordinal);
    private readonly History _history;

    public MemoryGit(MemoryGit? forkOf = null)
    {
        _objects =
            forkOf?._objects ?? new Dictionary<string, object>(StringComparer.Ordinal) { [Zero.EmptyTree] = new Tree(Zero.EmptyTree, []) };
        _history = new History(this);
    }

    public IEnumerable<KeyValuePair<string, string>> Refs => _refs;

    public Commit? Commit(string sha) => _objects.GetValueOrDefault(sha) as Commit;

    public Tree? Tree(string sha) => _objects.GetValueOrDefault(sha) as Tree;

    public byte[]? Blob(string sha) => _objects.GetValueOrDefault(sha) as byte[];

    public string? Peel(string sha) => Commit(sha)?.Sha;

    public string Write(byte[] blob)
    {
        var sha = ObjectFormat.Id(ObjectFormat.Frame("blob", blob));
        _objects.TryAdd(sha, blob);
        return sha;
    }

    public string Write(IReadOnlyList<TreeEntry> entries)
    {
        var body = ObjectFormat.Encode(entries);
        var sha = ObjectFormat.Id(ObjectFormat.Frame("tree", body));
        if (!_objects.ContainsKey(sha))
            _objects.Add(sha, ObjectFormat.DecodeTree(sha, body));
        return sha;
    }

    public string Write(CommitDraft commit)
    {
        var body = ObjectFormat.Encode(commit);
        var sha = ObjectFormat.Id(ObjectFormat.Frame("commit", body));
        if (!_objects.ContainsKey(sha))
            _objects.Add(sha, ObjectFormat.DecodeCommit(sha, body));
        return sha;
    }

    public string? Ref(string name) => _refs.GetValueOrDefault(name);

    public bool TryUpdate(IReadOnlyList<RefChange> changes)
    {
        foreach (var change in changes)
        {
            if ((Ref(change.Name) ?? Zero.Sha) != change.Old)
                return false;
        }

        foreach (var change in changes)
        {
            if (change.New == Zero.Sha)
                _refs.Remove(change.Name);
            else
                _refs[change.Name] = change.New;
        }

        return true;
    }

    public TreeMerge Merge(string ours, string theirs)
    {
        var ancestor = _history.MergeBase(ours, theirs);
        return MergeTrees(ancestor is null ? Zero.EmptyTree : Commit(ancestor)!.Tree, Commit(ours)!.Tree, Commit(theirs)!.Tree);
    }

    public TreeMerge MergeTrees(string ancestor, string ours, string theirs) => new ThreeWay(this).Merge(ancestor, ours, theirs);

    public void Borrow(IGit other, string sha)
    {
        if (other is not MemoryGit memory || !ReferenceEquals(memory._objects, _objects))
            throw new InvalidOperationException("Only a repository of the same fork network can lend its objects.");
    }
}
