using System.Text.RegularExpressions;

namespace Sluice.Flow.Tests.Tidy;

public sealed partial class TerminalTests
{
    /// <summary>
    /// What it says may hold a file's content or an argument, and only Terminal shows what in it would command the terminal.
    /// </summary>
    [Fact]
    public void The_command_speaks_through_Terminal() =>
        House.HasNo(
            from path in House.Code
            where path.StartsWith("src/Cli/", StringComparison.Ordinal) && path != "src/Cli/Terminal.cs"
            from line in House.Lines(path)
            where Spoken().IsMatch(line)
            select $"{path}: {line.Trim()}: say it through Terminal"
        );

    // But for the end of a line, and for a line that is written over itself.
    [GeneratedRegex(@"\bConsole\.(?:Out\.|Error\.)?Write(?:Line)?(?:Async)?\b(?!\(\)|\(\$""\\r)")]
    private static partial Regex Spoken();
}
