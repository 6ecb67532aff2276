using System.CommandLine;

namespace Sluice.Cli;

/// <summary>What somebody is told who called the command in a way that it does not take: one line, with what it takes.</summary>
internal static class Usage
{
    /// <summary>The exit code of it, but for a verb that says something else with that number.</summary>
    public const int Wrong = 2;

    public static string Says(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        if (command.Subcommands.Count == 0)
        {
            return $"{string.Join("; ", parsed.Errors.Select(error => error.Message.TrimEnd('.')))}. \"sluice help {Path(command)}\" says what it takes.";
        }

        var names = string.Join(", ", command.Subcommands.Select(each => each.Name));
        return parsed.UnmatchedTokens is [var word, ..]
            ? $"{Path(command)} {word}: there is no such thing. \"sluice help {Path(command)}\" says what {names} do."
            : command is RootCommand ? $"sluice: name a verb: {names}. \"sluice help\" says what each does."
            : $"{Path(command)}: name one of {names}. \"sluice help {Path(command)}\" says what each does.";
    }

    private static string Path(Symbol command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } above and not RootCommand ? $"{Path(above)} {command.Name}" : command.Name;
}
