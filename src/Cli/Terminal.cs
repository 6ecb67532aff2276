using System.Globalization;
using Sluice.Flow;

namespace Sluice.Cli;

/// <summary>
/// What a verb says to people, a line at a time. Nothing in it that came from a file, from the command line or from GitHub commands the
/// terminal.
/// </summary>
internal static class Terminal
{
    /// <summary>On standard output: what was asked for.</summary>
    public static void Say(string line) => Console.Out.WriteLine(Shown(line));

    /// <summary>On standard output, as it is: for programs.</summary>
    public static void Hand(string document) => Console.Out.WriteLine(document);

    /// <summary>On standard error: what is wrong, and how it goes.</summary>
    public static void Tell(string line)
    {
        try
        {
            Console.Error.WriteLine(Shown(line));
        }
        catch (IOException)
        {
            // Nobody is left to be told, as on a full disk; the exit code says that it went wrong.
        }
    }

    /// <summary>Each as a line of its own.</summary>
    public static void Tell(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            Tell(line);
        }
    }

    /// <summary>Somebody's text, with what is not seen written as \u001b.</summary>
    public static string Shown(string text) =>
        string.Concat(
            text.Zip(
                Unseen.Out(text),
                (was, seen) => was == seen ? $"{was}" : string.Create(CultureInfo.InvariantCulture, $"\\u{(int)was:x4}")
            )
        );
}
