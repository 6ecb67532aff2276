using System.CommandLine;
using System.Globalization;
using System.Text;
using Sluice.Flow.Policies;
using Sluice.Flow.Words;

namespace Sluice.Cli.Verbs;

/// <summary><c>sluice validate FILE</c>: a line for each fault, as compilers write them.</summary>
internal static class ValidateVerb
{
    private const int Unreadable = 2;

    /// <summary>Megabytes: the bot reads no larger one.</summary>
    private const int Most = 1;

    public static Command Command()
    {
        var file = new Argument<string>("FILE") { Description = "A repository's .github/sluice.yml; - reads standard input." };
        var command = new Command(
            "validate",
            "Checks a repository's configuration. Exits with 0 and a line of what it sets up where it is sound, 1 with a line for each fault, 2 where the file cannot be read."
        )
        {
            file,
        };
        command.SetAction(parsed => Validate(parsed.GetRequiredValue(file)));
        return command;
    }

    private static int Validate(string path)
    {
        if (Text(path) is not { } text)
        {
            return Unreadable;
        }

        var reading = PolicyReader.Read(text);
        foreach (var each in reading.Faults)
        {
            Terminal.Say($"{path}:{each}");
        }

        if (reading.Policy is { } policy && reading.Faults.Count == 0)
        {
            Terminal.Say($"{path}: {Soundness.Of(policy)}");
        }

        if (reading.More > 0)
        {
            Terminal.Say(string.Create(CultureInfo.InvariantCulture, $"{path}: and {reading.More} more"));
        }

        return reading.Faults.Count == 0 ? 0 : 1;
    }

    private static string? Text(string path)
    {
        try
        {
            return Decoded(NamedFile.Bytes(path, "a configuration, such as .github/sluice.yml", Most));
        }
        catch (UnusableFileException fault)
        {
            Terminal.Tell(fault.Message);
            return null;
        }
    }

    /// <summary>As the bot decodes it, but for a mark of byte order, which editors leave.</summary>
    private static string Decoded(ReadOnlySpan<byte> bytes) =>
        Encoding.UTF8.GetString(bytes.StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes);
}
