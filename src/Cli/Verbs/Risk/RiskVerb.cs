using System.CommandLine;
using Sluice.Flow.Intake.Risk.Model;
using Sluice.Flow.Intake.Risk.Tables;

namespace Sluice.Cli.Verbs.Risk;

/// <summary><c>sluice risk train | evaluate | score</c>: the risk model on a table of changes.</summary>
internal static class RiskVerb
{
    private const int Failed = 1;

    private const string Wanted = "a file that \"sluice risk train\" wrote";

    public static Argument<string> Table { get; } = new("CSV") { Description = "A table of changes (docs/risk.md); .gz is read." };

    public static Option<string?> Model { get; } =
        new("--model") { HelpName = "MODEL", Description = "A model that \"risk train\" wrote; without it, the one that ships." };

    public static Command Command() =>
        new(
            "risk",
            "Trains, evaluates and applies the risk model. Exits with 1 where a table has faults, and with 2 where a file cannot be used at all."
        )
        {
            TrainVerb.Command(),
            EvaluateVerb.Command(),
            ScoreVerb.Command(),
        };

    public static RiskModel Read(string? path)
    {
        if (path is null)
        {
            return Shipped.Model;
        }

        try
        {
            return ModelText.Read(NamedFile.Text(path, Wanted));
        }
        catch (FormatException fault)
        {
            throw new UnusableFileException($"{path}: {fault.Message}; name {Wanted}, or leave out --model for the one that ships");
        }
    }

    /// <summary>
    /// Runs what reads a table: what is wrong with it is a line on standard error, and exit 1. A file that cannot be used at all ends every
    /// verb alike.
    /// </summary>
    public static int Run(Action what)
    {
        try
        {
            what();
            return 0;
        }
        catch (Exception fault) when (fault is UnreadableTableException or IOException)
        {
            Terminal.Tell(fault.Message);
            return Failed;
        }
    }
}
