using System.CommandLine;
using System.Globalization;
using System.Text;
using Sluice.Flow.Policies;

namespace Sluice.Cli.Verbs;

/// <summary><c>sluice validate FILE</c>: a line for each fault, as compilers write them.</summary>
internal static class ValidateVerb
{
    private const int Unreadable = 2;

    /// <summary>The bot reads no larger one; and a device may have no end.</summary>
    private const int Most = 1024 * 1024;

    public static Command Command()
    {
        var file = new Argument<string>("FILE") { Description = "A repository's .github/sluice.yml." };
        var command = new Command("validate", "Checks a repository's configuration.") { file };
        command.SetAction(parsed => Validate(parsed.GetRequiredValue(file)));
        return command;
    }

    private static int Validate(string path)
    {
        var text = Text(path, out var fault);
        if (text is null)
        {
            Console.Error.WriteLine(fault);
            return Unreadable;
        }

        var reading = PolicyReader.Read(text);
        foreach (var each in reading.Faults)
        {
            Console.WriteLine($"{path}:{each}");
        }

        if (reading.More > 0)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{path}: and {reading.More} more"));
        }

        return reading.Faults.Count == 0 ? 0 : 1;
    }

    private static string? Text(string path, out string fault)
    {
        fault = "";
        if (string.IsNullOrWhiteSpace(path))
        {
            fault = "validate: name a file, such as .github/sluice.yml";
            return null;
        }

        if (Directory.Exists(path))
        {
            fault = $"{path} is a folder: name the file in it, such as .github/sluice.yml";
            return null;
        }

        try
        {
            using var file = File.OpenRead(path);
            var bytes = new byte[Most + 1];
            var length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            fault = $"{path} is larger than a megabyte, or has no end: that is no configuration";
            return length > Most ? null : Decoded(bytes.AsSpan(0, length));
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or ArgumentException)
        {
            fault = $"{path} cannot be read: {cause.Message}";
            return null;
        }
    }

    /// <summary>As the bot decodes it, but for a mark of byte order, which editors leave.</summary>
    private static string Decoded(ReadOnlySpan<byte> bytes) =>
        Encoding.UTF8.GetString(bytes.StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes);
}
