namespace Sluice.Bot.Git;

internal enum PushKind
{
    Done,
    Stale,
    Passing,
    Refused,
}

/// <summary>What <c>git push --porcelain</c> says of the one ref that was pushed: <c>FLAG TAB from:to TAB summary (reason)</c>.</summary>
internal sealed record PushLine(PushKind Kind, string Words)
{
    /// <summary>Somebody moved the branch before us, or in the same moment.</summary>
    private static readonly string[] Moved =
    [
        "stale info",
        "fetch first",
        "non-fast-forward",
        "needs force",
        "but expected",
        "reference already exists",
        "incorrect old value",
        "remote ref updated since checkout",
    ];

    public static PushLine Read(GitOutput output, string name)
    {
        var line = output
            .Text.Split('\n')
            .Select(each => each.Split('\t'))
            .FirstOrDefault(parts => parts.Length == 3 && parts[1].EndsWith(":" + name, StringComparison.Ordinal));
        if (line is null)
        {
            return output.Errors.Contains("remote ref does not exist", StringComparison.Ordinal)
                ? new PushLine(PushKind.Done, "")
                : new PushLine(GitWords.IsPassing(output.Errors) ? PushKind.Passing : PushKind.Refused, GitWords.Short(output.Errors));
        }

        var (flag, summary) = (line[0], line[2]);
        if (flag != "!")
        {
            return new PushLine(PushKind.Done, "");
        }

        if (Moved.Any(word => summary.Contains(word, StringComparison.Ordinal)))
        {
            return new PushLine(PushKind.Stale, summary);
        }

        var words = string.Join('\n', new[] { Reason(summary) }.Concat(Server(output.Errors)));
        return new PushLine(GitWords.IsPassing(words) ? PushKind.Passing : PushKind.Refused, words);
    }

    private static string Reason(string summary)
    {
        var open = summary.IndexOf('(', StringComparison.Ordinal);
        return open < 0 ? summary : summary[(open + 1)..].TrimEnd(')', ' ');
    }

    private static IEnumerable<string> Server(string errors) =>
        errors.Contains("remote:", StringComparison.Ordinal) ? [GitWords.Short(errors)] : [];
}
