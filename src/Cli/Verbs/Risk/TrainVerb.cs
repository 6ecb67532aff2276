using System.CommandLine;
using Sluice.Flow;
using Sluice.Flow.Intake.Risk.Learning;
using Sluice.Flow.Intake.Risk.Model;
using Sluice.Flow.Intake.Risk.Tables;

namespace Sluice.Cli.Verbs.Risk;

/// <summary>
/// <c>sluice risk train CSV --out MODEL</c>: learns from the older four fifths of each project; the rest is for evaluating.
/// </summary>
internal static class TrainVerb
{
    public static Command Command()
    {
        var to = new Option<string>("--out")
        {
            HelpName = "MODEL",
            Description = "Where the model goes.",
            Required = true,
        };
        var shared = new Option<bool>("--shared")
        {
            Description = "Only what all projects share, without each project's own trees: for repositories that are not in the table.",
        };
        var command = new Command("train", "Trains a model on the older four fifths of each project.") { RiskVerb.Table, to, shared };
        command.SetAction(parsed =>
            RiskVerb.Run(() => Train(parsed.GetRequiredValue(RiskVerb.Table), parsed.GetRequiredValue(to), parsed.GetValue(shared)))
        );
        return command;
    }

    private static void Train(string path, string to, bool onlyShared)
    {
        NamedFile.Check(to);
        var table = TableFile.ReadKept(path);
        var parts = Part.Of(table);
        if (parts.Sum(part => part.Learnt.Length) is 0)
        {
            throw new UnreadableTableException(path, 1, "too few rows to learn from");
        }

        var madeBy = $"sluice risk train {Path.GetFileName(path)}{(onlyShared ? " --shared" : "")} --out {Path.GetFileName(to)}";
        Terminal.Tell(
            $"{Plural.Of(table.Count, "change")} of {Plural.Of(table.Projects.Count, "project")}, {(table.HasHistory ? "with" : "without")} history: learning"
        );
        var model = Training.Shared(table, parts, madeBy, TableFile.Describe(path, table, parts));
        if (!onlyShared)
        {
            model = model with
            {
                Own =
                [
                    .. parts.SelectMany(part => OwnLearning.Fit(model, table, part.Learnt, part.Project) is { } own ? new[] { own } : []),
                ],
            };
        }

        NamedFile.Write(to, ModelText.Write(model));
        Terminal.Tell(
            $"{to}: {Plural.Of(model.Sizes.Trees.Count, "tree")} on the change itself, {model.History?.Trees.Count ?? 0} on history, {Plural.Of(model.Own.Count, "project")} with {Plural.Word(model.Own.Count, "its", "their")} own"
        );
    }
}
