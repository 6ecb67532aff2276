using System.Globalization;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Release;

/// <summary>What is said of people's orders to a canary.</summary>
public static class OrderWords
{
    public static string By(CanaryOrder order) =>
        $"{order.By.Login} said `/sluice {order.Ask.ToString().ToLowerInvariant()}`{(order.Reason is { } reason ? $": {reason}" : "")}";

    public static string Named(CanaryOrder order) => $"{By(order).TrimEnd('.')}, which needs no evidence";

    public static string Again(Canary canary) =>
        $"{canary.Note}: {CanaryWords.List(canary.Pulls.Select(pull => pull.Number))} go through a canary again.";

    public static string Asked(CanaryOrder order) =>
        string.Create(CultureInfo.InvariantCulture, $"{By(order)}: a pull request for #{order.Pull} is opened.");

    public static string Opened(CanaryOrder order, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"#{number} answers {By(order)} on #{order.Pull}.");

    public static string Refused(CanaryOrder order, string why) =>
        string.Create(CultureInfo.InvariantCulture, $"{By(order)} on #{order.Pull}, and it cannot be done: {why}.");

    public static string NeverLanded(int number) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"#{number} did not land through this queue: nothing is known to take back or to land again."
        );

    public static string IsRevert(int number) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"#{number} is itself a revert: `/sluice reland` on what it took back brings that back."
        );

    internal static JournalLine Line(CanaryOrder order, string says) => new("ordered", says, [order.Pull], null);
}
