namespace Sluice.Hub.Git;

/// <summary>
/// One repository's objects and refs. Two implementations: a bare repository on disk, and one in memory whose ids are the same.
/// Not thread-safe: the world's gate is held by whoever calls.
/// </summary>
public interface IGit
{
    /// <summary>All refs in ordinal order, as last seen.</summary>
    IEnumerable<KeyValuePair<string, string>> Refs { get; }

    Commit? Commit(string sha);

    Tree? Tree(string sha);

    byte[]? Blob(string sha);

    /// <summary>The commit that an id stands for: itself, or what an annotated tag points at.</summary>
    string? Peel(string sha);

    string Write(byte[] blob);

    string Write(IReadOnlyList<TreeEntry> entries);

    string Write(CommitDraft commit);

    string? Ref(string name);

    /// <summary>Moves all of the refs, or none when one of them is not at its old value.</summary>
    bool TryUpdate(IReadOnlyList<RefChange> changes);

    /// <summary>Merges two commits over their merge base.</summary>
    TreeMerge Merge(string ours, string theirs);

    /// <summary>Merges two trees over a third: picks, rebases and reverts.</summary>
    TreeMerge MergeTrees(string ancestor, string ours, string theirs);

    /// <summary>Makes a commit of another repository of the same network readable here.</summary>
    void Borrow(IGit other, string sha);
}
