using System.Globalization;

namespace Sluice.Turns.Ports;

/// <summary>Numbers as keys of facts.</summary>
public static class Numbers
{
    /// <summary>Padded, so that text order is number order.</summary>
    public static string Key(long number) => number.ToString("D19", CultureInfo.InvariantCulture);
}
