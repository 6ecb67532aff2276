using System.Globalization;
using Sluice.Flow.Intake.Stacks;
using static Sluice.Flow.Words.Markup;

namespace Sluice.Flow.Words;

/// <summary>What is said of a pull that stands on others.</summary>
internal static class StackWords
{
    private const int MostTold = 3;

    public static string Waits(Row<Parent> on) =>
        string.Join(" ", on.Take(MostTold).Select(Waits))
        + (on.Count <= MostTold ? "" : string.Create(CultureInfo.InvariantCulture, $" And {on.Count - MostTold} more."));

    private static string Waits(Parent parent) =>
        parent.State switch
        {
            ParentState.Itself => "It depends on itself.",
            ParentState.TooMany => string.Create(
                CultureInfo.InvariantCulture,
                $"It names more than {DependsOn.Most} pull requests that it depends on: name the last of them, which depends on the others."
            ),
            ParentState.Foreign =>
                $"It depends on {Code(parent.Said ?? "", 100)}, which is no pull request of this repository: nothing else can be waited for.",
            ParentState.Unknown => $"{On(parent)}, and there is no pull request of that number in this repository.",
            ParentState.Cycle => $"{On(parent)}, which waits for it in turn: neither can land first.",
            _ => $"{On(parent)}, which {Stands(parent.State)}.",
        };

    private static string On(Parent parent) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{(parent.Kind == ParentKind.Branch ? "It is aimed at the branch of" : "It depends on")} #{parent.Number}"
        );

    private static string Stands(ParentState state) =>
        state switch
        {
            ParentState.AfterLanding => "is in line: it goes on when that one has landed",
            ParentState.Elsewhere => "waits in another queue: it goes on when that one has landed",
            ParentState.Out => "is not in the queue",
            ParentState.Ejected => "was put out of the queue",
            ParentState.Closed => "was closed without landing",
            ParentState.Reverted => "landed and was taken back",
            _ => throw new InvalidOperationException($"nothing keeps it from a parent that is {state}"),
        };
}
