namespace Sluice.Flow.Commands;

/// <summary>Finds the commands in a comment: lines whose first word is <c>/sluice</c>, outside of quotes, code and HTML comments.</summary>
public static class CommandReader
{
    private const string Mark = "/sluice";

    /// <summary>
    /// The commands of a comment's text, in the order of its lines; a line that is none says so as <see cref="Command.Unclear"/>.
    /// </summary>
    /// <param name="aliases">Other queues whose words are understood too: <c>bors</c>, <c>mergify</c>, <c>prow</c>.</param>
    public static Row<Command> Read(string body, Row<string>? aliases = null) =>
        MayHold(body)
            ? Markdown
                .Prose(body)
                .Select(line => IsCommand(line) ? Grammar.Read(line) : Aliases.Read(line, aliases ?? []))
                .OfType<Command>()
                .ToRow()
            : [];

    /// <summary>Whether a comment is worth keeping for its commands: cheap, and never false for one that holds any.</summary>
    public static bool MayHold(string body) => body.Contains(Mark, StringComparison.OrdinalIgnoreCase) || Aliases.MayHold(body);

    private static bool IsCommand(string line) =>
        line.StartsWith(Mark, StringComparison.OrdinalIgnoreCase) && (line.Length == Mark.Length || char.IsWhiteSpace(line[Mark.Length]));
}
