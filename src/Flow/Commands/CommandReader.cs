namespace Sluice.Flow.Commands;

/// <summary>Finds the commands in a comment: lines whose first word is <c>/sluice</c>, outside of quotes, code and HTML comments.</summary>
public static class CommandReader
{
    private const string Mark = "/sluice";

    /// <summary>The commands of a comment's text, in the order of its lines; a line that is none says so as <see cref="Command.Unclear"/>.</summary>
    public static Row<Command> Read(string body) =>
        MayHold(body) ? Markdown.Prose(body).Where(IsCommand).Select(Grammar.Read).ToRow() : [];

    /// <summary>Whether a comment is worth keeping for its commands: cheap, and never false for one that holds any.</summary>
    public static bool MayHold(string body) => body.Contains(Mark, StringComparison.OrdinalIgnoreCase);

    private static bool IsCommand(string line) =>
        line.StartsWith(Mark, StringComparison.OrdinalIgnoreCase) && (line.Length == Mark.Length || char.IsWhiteSpace(line[Mark.Length]));
}
