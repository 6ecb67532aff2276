using System.IO.Compression;
using System.Text;

namespace Sluice.Hub.Git;

/// <summary>
/// A bare repository on disk. Objects are written loose in this process and read through one <c>cat-file</c>; merges are
/// <c>git merge-tree --write-tree</c>; refs move in <c>update-ref</c> transactions with their expected old values.
/// </summary>
public sealed class BareGit : IGit, IDisposable
{
    // Anything may be fetched by id as on GitHub; pulls' refs are the hub's own; nothing packs behind its back.
    private const string Settings =
        "[uploadpack]\n\tallowAnySHA1InWant = true\n\tallowFilter = true\n[receive]\n\thideRefs = refs/pull\n"
        + "[http]\n\treceivepack = true\n[gc]\n\tauto = 0\n";

    private readonly ObjectReader _reader;
    private readonly Dictionary<string, Commit> _commits = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Tree> _trees = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, string> _refs = new(StringComparer.Ordinal);

    private BareGit(string path)
    {
        Path = path;
        _reader = new ObjectReader(path);
        _trees[Zero.EmptyTree] = new Tree(Zero.EmptyTree, []);
        Refresh();
    }

    public string Path { get; }

    public IEnumerable<KeyValuePair<string, string>> Refs => _refs;

    /// <summary>Makes an empty repository at a path that must not exist yet.</summary>
    public static BareGit Create(string path, string defaultBranch)
    {
        if (Directory.Exists(path))
            throw new IOException($"{path} exists already.");
        Directory.CreateDirectory(path);
        GitCommand.Must(path, null, "init", "--quiet", "--bare", "--template=", $"--initial-branch={defaultBranch}", ".");
        File.AppendAllText(System.IO.Path.Combine(path, "config"), Settings);
        return new BareGit(path);
    }

    public Commit? Commit(string sha)
    {
        if (_commits.TryGetValue(sha, out var known))
            return known;
        if (!Zero.IsSha(sha) || _reader.Read(sha) is not { Kind: "commit" } found)
            return null;
        return _commits[sha] = ObjectFormat.DecodeCommit(sha, found.Body);
    }

    public Tree? Tree(string sha)
    {
        if (_trees.TryGetValue(sha, out var known))
            return known;
        if (!Zero.IsSha(sha) || _reader.Read(sha) is not { Kind: "tree" } found)
            return null;
        return _trees[sha] = ObjectFormat.DecodeTree(sha, found.Body);
    }

    public byte[]? Blob(string sha) => Zero.IsSha(sha) && _reader.Read(sha) is { Kind: "blob" } found ? found.Body : null;

    public string? Peel(string sha)
    {
        if (Commit(sha) is not null)
            return sha;
        if (!Zero.IsSha(sha) || _reader.Read(sha) is not { Kind: "tag" } tag)
            return null;
        // "object <id>" is a tag's first line; tags of tags are tags too.
        return Peel(Encoding.ASCII.GetString(tag.Body, "object ".Length, 40));
    }

    public string Write(byte[] blob) => Store("blob", blob);

    public string Write(IReadOnlyList<TreeEntry> entries) => Store("tree", ObjectFormat.Encode(entries));

    public string Write(CommitDraft commit) => Store("commit", ObjectFormat.Encode(commit));

    public string? Ref(string name) => _refs.GetValueOrDefault(name);

    public bool TryUpdate(IReadOnlyList<RefChange> changes)
    {
        if (changes.Any(c => (Ref(c.Name) ?? Zero.Sha) != c.Old))
            return false;
        if (changes.Count == 0)
            return true;
        var script = string.Concat(changes.Select(c => $"update {c.Name} {c.New} {c.Old}\n"));
        var (exit, _, error) = GitCommand.Run(Path, $"start\n{script}prepare\ncommit\n", "update-ref", "--stdin");
        if (exit != 0)
        {
            if (!error.Contains("lock ref", StringComparison.Ordinal))
                throw new InvalidOperationException($"git update-ref: {error}");
            Refresh();
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
        var (exit, output, error) = GitCommand.Run(
            Path,
            null,
            "merge-tree",
            "--write-tree",
            "--no-messages",
            "--name-only",
            "--allow-unrelated-histories",
            ours,
            theirs
        );
        if (exit is not (0 or 1))
            throw new InvalidOperationException($"git merge-tree ended with {exit}: {error}");
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return exit == 0 ? new TreeMerge(lines[0], []) : new TreeMerge(null, lines[1..]);
    }

    public TreeMerge MergeTrees(string ancestor, string ours, string theirs)
    {
        // merge-tree of git 2.39 takes no merge base, so the trees are given a little history that has this one.
        var hub = new Signature("hub", "hub@localhost", DateTimeOffset.UnixEpoch);
        var below = Write(new CommitDraft(ancestor, [], hub, hub, "ancestor\n"));
        var left = Write(new CommitDraft(ours, [below], hub, hub, "ours\n"));
        var right = Write(new CommitDraft(theirs, [below], hub, hub, "theirs\n"));
        return Merge(left, right);
    }

    public void Borrow(IGit other, string sha)
    {
        if (other is BareGit bare && bare != this && Commit(sha) is null)
            GitCommand.Must(Path, null, "fetch", "--quiet", "--no-tags", "--no-write-fetch-head", bare.Path, sha);
    }

    public void Dispose() => _reader.Dispose();

    private void Refresh()
    {
        _refs.Clear();
        foreach (var line in GitCommand.Must(Path, null, "for-each-ref", "--format=%(objectname) %(refname)").Split('\n'))
        {
            if (line.Length > 41)
                _refs[line[41..]] = line[..40];
        }
    }

    private string Store(string kind, byte[] body)
    {
        var framed = ObjectFormat.Frame(kind, body);
        var sha = ObjectFormat.Id(framed);
        var directory = System.IO.Path.Combine(Path, "objects", sha[..2]);
        var path = System.IO.Path.Combine(directory, sha[2..]);
        if (File.Exists(path))
            return sha;
        Directory.CreateDirectory(directory);
        var partial = path + ".partial";
        using (var file = File.Create(partial))
        using (var zlib = new ZLibStream(file, CompressionLevel.Fastest))
        {
            zlib.Write(framed);
        }

        File.Move(partial, path, overwrite: true);
        return sha;
    }
}
