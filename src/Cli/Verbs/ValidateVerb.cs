using System.CommandLine;
using Sluice.Flow.Policies;

namespace Sluice.Cli.Verbs;

/// <summary><c>sluice validate FILE</c>: a line for each fault, as compilers write them.</summary>
internal static class ValidateVerb
{
    private const int NotFound = 2;

    public static Command Command()
    {
        var file = new Argument<string>("FILE") { Description = "A repository's .github/sluice.yml." };
        var command = new Command("validate", "Checks a repository's configuration.") { file };
        command.SetAction(parsed => Validate(parsed.GetRequiredValue(file)));
        return command;
    }

    private static int Validate(string path)
    {
        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"{path} cannot be read: {fault.Message}");
            return NotFound;
        }

        var reading = PolicyReader.Read(text);
        foreach (var fault in reading.Faults)
        {
            Console.WriteLine($"{path}:{fault}");
        }

        return reading.Faults.Count == 0 ? 0 : 1;
    }
}
