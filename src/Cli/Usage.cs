using System.CommandLine;
using System.CommandLine.Parsing;
using Sluice.Flow;

namespace Sluice.Cli;

/// <summary>What somebody is told who called the command in a way that it does not take: one line, with what it takes.</summary>
internal static class Usage
{
    /// <summary>The exit code of it, but for a verb that says something else with that number.</summary>
    public const int Wrong = 2;

    /// <summary>
    /// An option that there is not, before all else: the parser would take it for a file's name, or for a word too many. Null: there is
    /// none such.
    /// </summary>
    /// <param name="words">The command line. What stands behind -- is no option.</param>
    public static string? Misspelt(ParseResult parsed, IEnumerable<string> words)
    {
        var command = parsed.CommandResult.Command;
        var taken = parsed
            .CommandResult.Children.OfType<ArgumentResult>()
            .SelectMany(argument => argument.Tokens.Select(token => token.Value));
        var open = words.TakeWhile(word => word != "--").ToList();
        if (taken.Concat(parsed.UnmatchedTokens).FirstOrDefault(word => IsOption(word) && open.Contains(word)) is not { } strange)
        {
            return null;
        }

        var name = strange.Split('=')[0];
        var meant = Nearest.To(name.TrimStart('-'), command.Options.Select(option => option.Name.TrimStart('-')));
        if (!command.TreatUnmatchedTokensAsErrors && (meant is null || name.Contains(':')))
        {
            return null; // a setting, which the settings' reader knows better
        }

        return $"{Path(command)} {name}: there is no such option.{(meant is null ? "" : $" Did you mean --{meant}?")} {Help(command)}";
    }

    public static string Says(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        if (command.Subcommands.Count == 0)
        {
            var faults = Shape(parsed).ToList();
            return $"{string.Join("; ", faults.Count > 0 ? faults : parsed.Errors.Select(error => error.Message.TrimEnd('.')))}. {Help(command)}";
        }

        var names = string.Join(", ", command.Subcommands.Select(each => each.Name));
        return parsed.UnmatchedTokens is [var word, ..]
                ? $"{Path(command)} {word}: there is no such thing. \"sluice help{(command is RootCommand ? "" : $" {Path(command)}")}\" says what {names} do."
            : command is RootCommand ? $"sluice: name a verb: {names}. \"sluice help\" says what each does."
            : $"{Path(command)}: name one of {names}. \"sluice help {Path(command)}\" says what each does.";
    }

    /// <summary>Words too many and too few, which the parser would tell in words of its own.</summary>
    private static IEnumerable<string> Shape(ParseResult parsed)
    {
        var (asked, path) = (parsed.CommandResult, Path(parsed.CommandResult.Command));
        var arguments = asked.Command.Arguments.Where(argument =>
            asked.GetResult(argument) is null or { Tokens.Count: 0 } && argument.Arity.MinimumNumberOfValues > 0
        );
        foreach (var argument in arguments)
        {
            yield return $"{path}: name a {argument.Name}";
        }

        foreach (var option in asked.Command.Options)
        {
            if (asked.GetResult(option) is not { Implicit: false } given)
            {
                if (option.Required)
                {
                    yield return $"{path}: it wants {option.Name} {option.HelpName}";
                }
            }
            else if (given.Tokens.Count < option.Arity.MinimumNumberOfValues)
            {
                yield return $"{option.Name} wants a value: {option.Name} {option.HelpName}";
            }
            else if (given.Tokens.Count > option.Arity.MaximumNumberOfValues)
            {
                yield return $"{option.Name} is given {given.Tokens.Count} times; it takes one value";
            }
        }

        foreach (var word in parsed.UnmatchedTokens)
        {
            yield return $"{path} '{word}': this is a word too many";
        }
    }

    private static bool IsOption(string word) => word is ['-', '-', not '-', ..] or ['-', (>= 'a' and <= 'z') or (>= 'A' and <= 'Z'), ..];

    private static string Help(Command command) =>
        $"\"sluice help{(command is RootCommand ? "" : $" {Path(command)}")}\" says what it takes.";

    private static string Path(Symbol command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } above and not RootCommand
            ? $"{Path(above)} {command.Name}"
            : command.Name;
}
