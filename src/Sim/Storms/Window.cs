using System.Globalization;
using Sluice.Hub.Model;

namespace Sluice.Sim.Storms;

/// <summary>A freeze of the storm's day.</summary>
public sealed record Window(DateTimeOffset From, TimeSpan For)
{
    /// <summary>As <c>queue.freeze</c> has it.</summary>
    public string Policy =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{{ cron: \"{From.Minute} {From.Hour} * * *\", for: {For.TotalMinutes}m, reason: everybody is at lunch }}"
        );

    /// <summary>
    /// In two of three storms, somewhere in the first two hours. With dice of its own: what else a seed draws stays as it was.
    /// </summary>
    public static Window? Draw(Dice dice, DateTimeOffset start) =>
        dice.Chance(2 / 3.0) ? new Window(start.AddMinutes(dice.Between(10, 90)), TimeSpan.FromMinutes(dice.Between(5, 60))) : null;

    public bool Holds(DateTimeOffset at) => at.TimeOfDay >= From.TimeOfDay && at.TimeOfDay < From.TimeOfDay + For;
}
