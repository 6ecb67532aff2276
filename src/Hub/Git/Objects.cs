using System.Buffers;

namespace Sluice.Hub.Git;

/// <summary>Who wrote or committed, and when. Git keeps whole seconds.</summary>
public sealed record Signature(string Name, string Email, DateTimeOffset When);

/// <summary>What a commit says; its id follows from it.</summary>
public sealed record CommitDraft(string Tree, string[] Parents, Signature Author, Signature Committer, string Message);

/// <summary>A commit as read from an object store. Ids are 40 lower-case hexadecimal digits.</summary>
public sealed record Commit(string Sha, string Tree, string[] Parents, Signature Author, Signature Committer, string Message);

/// <summary>One name in a directory. Mode as git writes it: 100644, 100755, 120000, 40000, 160000.</summary>
public sealed record TreeEntry(string Mode, string Name, string Sha)
{
    public bool IsTree => Mode == "40000";
}

/// <summary>A directory as read from an object store, in git's order.</summary>
public sealed record Tree(string Sha, TreeEntry[] Entries)
{
    public TreeEntry? this[string name] => Array.Find(Entries, e => e.Name == name);
}

/// <summary>A ref to move: <see cref="Old"/> must be what is there now; <see cref="New"/> all zeros deletes.</summary>
public sealed record RefChange(string Name, string Old, string New);

/// <summary>The outcome of a three-way merge: a tree, or the paths on which both sides disagree.</summary>
public sealed record TreeMerge(string? Tree, string[] Conflicts)
{
    public bool IsClean => Tree is not null;
}

public static class Zero
{
    /// <summary>The id that stands for "no object".</summary>
    public const string Sha = "0000000000000000000000000000000000000000";

    /// <summary>The tree without entries, known to every git.</summary>
    public const string EmptyTree = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdef");

    public static bool IsSha(string? text) => text is { Length: 40 } && text.AsSpan().IndexOfAnyExcept(Digits) < 0;
}
