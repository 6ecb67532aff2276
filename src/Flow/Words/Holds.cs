using Sluice.Flow.Intake;
using static Sluice.Flow.Words.Markup;

namespace Sluice.Flow.Words;

/// <summary>What is said of a hold: whose it is, why, and until when.</summary>
public static class Holds
{
    public static string Says(Hold hold) => $"{Code(hold.By.Login)} holds it until {Clock.Says(hold.Until)}: {Code(hold.Reason, 500)}.";

    /// <summary>It ended by itself.</summary>
    public static string Over(Hold hold) =>
        $"{Code(hold.By.Login)} held it ({Code(hold.Reason, 500)}), and that ended by itself at {Clock.Says(hold.Until)}. To hold it again: `/sluice hold 3d because REASON`.";
}
