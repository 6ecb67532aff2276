using Spectre.Console;

namespace Sluice.Cli.Demo;

/// <summary>Where the demo is shown. Colours and redrawing are for terminals, not for logs.</summary>
internal static class Screens
{
    /// <summary>Standard error, as it goes.</summary>
    public static IAnsiConsole Progress() => On(Console.Error, Console.IsErrorRedirected);

    /// <summary>Standard output, how it ended: what a pipe or a file gets.</summary>
    public static IAnsiConsole Result() => On(Console.Out, Console.IsOutputRedirected);

    private static IAnsiConsole On(TextWriter writer, bool isLog)
    {
        var console = AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                Ansi = isLog ? AnsiSupport.No : AnsiSupport.Detect,
                ColorSystem = isLog ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
                Interactive = isLog ? InteractionSupport.No : InteractionSupport.Detect,
                Out = new AnsiConsoleOutput(writer),
            }
        );
        console.Profile.Width = isLog ? 120 : console.Profile.Width;
        return console;
    }
}
