using Sluice.Flow.Repo;

namespace Sluice.Flow.Intake.Origin;

/// <summary>The last paragraph of a commit's message where it is one of <c>Key: value</c> lines.</summary>
internal static class Trailers
{
    private const string Picked = "(cherry picked from commit ";

    public static Row<Trailer> Of(CommitInfo commit)
    {
        // A picked commit carries the trailers of where it was written first: they tell nothing of this pull.
        if (commit.Message.Contains(Picked, StringComparison.Ordinal))
        {
            return [];
        }

        var message = commit.Message.ReplaceLineEndings("\n").TrimEnd();
        var blank = message.LastIndexOf("\n\n", StringComparison.Ordinal);
        return blank < 0 ? [] : message[(blank + 2)..].Split('\n').Select(Read).OfType<Trailer>().ToRow();
    }

    private static Trailer? Read(string line)
    {
        var colon = line.IndexOf(": ", StringComparison.Ordinal);
        return colon > 0 && line[..colon].All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-')
            ? new Trailer(line[..colon], line[(colon + 2)..].Trim())
            : null;
    }
}

internal sealed record Trailer(string Key, string Value)
{
    public bool Is(string key) => string.Equals(Key, key, StringComparison.OrdinalIgnoreCase);

    /// <param name="mark">A key, or a key with its value.</param>
    public bool Says(string mark) => Is(mark) || string.Equals($"{Key}: {Value}", mark, StringComparison.OrdinalIgnoreCase);

    /// <summary>The address between angle brackets; null: there is none.</summary>
    public string? Email =>
        Value.IndexOf('<', StringComparison.Ordinal) is var from && from >= 0 && Value.IndexOf('>', from) is var to && to > from
            ? Value[(from + 1)..to]
            : null;
}
