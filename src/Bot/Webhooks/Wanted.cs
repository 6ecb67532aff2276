using System.Text;

namespace Sluice.Bot.Webhooks;

/// <summary>Which members of a body are read, as a tree; in an array, of each of its elements.</summary>
internal sealed class Wanted
{
    private readonly List<(byte[] Name, Wanted Member)> _members = [];

    /// <summary>All that is in it.</summary>
    public bool IsWhole => _members.Count == 0;

    /// <param name="paths">Of names, with a point between.</param>
    public static Wanted Of(params IEnumerable<string> paths)
    {
        var root = new Wanted();
        foreach (var path in paths)
        {
            var at = root;
            foreach (var name in path.Split('.'))
            {
                at = at.Make(Encoding.UTF8.GetBytes(name));
            }
        }

        return root;
    }

    /// <returns>Null: nobody reads it.</returns>
    public Wanted? Member(ReadOnlySpan<byte> name)
    {
        foreach (var (known, member) in _members)
        {
            if (name.SequenceEqual(known))
            {
                return member;
            }
        }

        return null;
    }

    private Wanted Make(byte[] name)
    {
        if (Member(name) is { } known)
        {
            return known;
        }

        var made = new Wanted();
        _members.Add((name, made));
        return made;
    }
}
