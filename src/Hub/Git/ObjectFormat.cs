using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Sluice.Hub.Git;

/// <summary>Git's object encodings and ids.</summary>
internal static class ObjectFormat
{
    // Git lets a commit be of any second.
    private static readonly long First = DateTimeOffset.MinValue.ToUnixTimeSeconds();
    private static readonly long Last = DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    public static byte[] Frame(string kind, ReadOnlySpan<byte> body)
    {
        var header = Encoding.ASCII.GetBytes($"{kind} {body.Length}\0");
        var framed = new byte[header.Length + body.Length];
        header.CopyTo(framed, 0);
        body.CopyTo(framed.AsSpan(header.Length));
        return framed;
    }

    /// <summary>The id of a framed object. SHA-1 because git's ids are.</summary>
#pragma warning disable CA5350 // not a security use: the ids must equal git's
    public static string Id(ReadOnlySpan<byte> framed) => Convert.ToHexStringLower(SHA1.HashData(framed));
#pragma warning restore CA5350

    public static byte[] Encode(IReadOnlyList<TreeEntry> entries)
    {
        var sorted = entries.ToArray();
        Array.Sort(sorted, static (a, b) => string.CompareOrdinal(SortKey(a), SortKey(b)));
        using var body = new MemoryStream();
        foreach (var entry in sorted)
        {
            body.Write(Encoding.UTF8.GetBytes($"{entry.Mode} {entry.Name}\0"));
            body.Write(Convert.FromHexString(entry.Sha));
        }

        return body.ToArray();
    }

    public static byte[] Encode(CommitDraft commit)
    {
        var text = new StringBuilder();
        text.Append("tree ").Append(commit.Tree).Append('\n');
        foreach (var parent in commit.Parents)
            text.Append("parent ").Append(parent).Append('\n');
        text.Append("author ").Append(Encode(commit.Author)).Append('\n');
        text.Append("committer ").Append(Encode(commit.Committer)).Append("\n\n");
        text.Append(commit.Message);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    public static Tree DecodeTree(string sha, ReadOnlySpan<byte> body)
    {
        var entries = new List<TreeEntry>();
        while (body.Length > 0)
        {
            var end = body.IndexOf((byte)0);
            var space = body.IndexOf((byte)' ');
            var mode = Encoding.ASCII.GetString(body[..space]);
            var name = Encoding.UTF8.GetString(body[(space + 1)..end]);
            entries.Add(new TreeEntry(mode, name, Convert.ToHexStringLower(body.Slice(end + 1, 20))));
            body = body[(end + 21)..];
        }

        return new Tree(sha, [.. entries]);
    }

    public static Commit DecodeCommit(string sha, ReadOnlySpan<byte> body)
    {
        var text = Encoding.UTF8.GetString(body);
        var split = text.IndexOf("\n\n", StringComparison.Ordinal);
        var head = split < 0 ? text : text[..split];
        var message = split < 0 ? "" : text[(split + 2)..];
        var tree = Zero.EmptyTree;
        var parents = new List<string>();
        Signature? author = null,
            committer = null;
        foreach (var line in head.Split('\n'))
        {
            if (line.StartsWith("tree ", StringComparison.Ordinal))
                tree = line[5..];
            else if (line.StartsWith("parent ", StringComparison.Ordinal))
                parents.Add(line[7..]);
            else if (line.StartsWith("author ", StringComparison.Ordinal))
                author = DecodeSignature(line[7..]);
            else if (line.StartsWith("committer ", StringComparison.Ordinal))
                committer = DecodeSignature(line[10..]);
        }

        var nobody = new Signature("unknown", "", DateTimeOffset.UnixEpoch);
        return new Commit(sha, tree, [.. parents], author ?? nobody, committer ?? author ?? nobody, message);
    }

    // Directories sort as if their name ended in a slash.
    private static string SortKey(TreeEntry entry) => entry.IsTree ? entry.Name + "/" : entry.Name;

    private static string Encode(Signature who) =>
        string.Create(CultureInfo.InvariantCulture, $"{Clean(who.Name)} <{Clean(who.Email)}> {who.When.ToUnixTimeSeconds()} +0000");

    private static string Clean(string text) =>
        text.Replace("<", "", StringComparison.Ordinal)
            .Replace(">", "", StringComparison.Ordinal)
            .Replace("\n", " ", StringComparison.Ordinal);

    private static Signature DecodeSignature(string text)
    {
        var open = text.IndexOf('<', StringComparison.Ordinal);
        var close = text.LastIndexOf('>');
        if (open < 0 || close < open)
            return new Signature(text, "", DateTimeOffset.UnixEpoch);
        var seconds = text[(close + 1)..].Trim().Split(' ')[0];
        var when =
            long.TryParse(seconds, NumberStyles.Integer, CultureInfo.InvariantCulture, out var unix) && unix >= First && unix <= Last
                ? DateTimeOffset.FromUnixTimeSeconds(unix)
                : DateTimeOffset.UnixEpoch;
        return new Signature(text[..open].TrimEnd(), text[(open + 1)..close], when);
    }
}
