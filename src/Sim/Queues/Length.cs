using System.Globalization;

namespace Sluice.Sim.Queues;

/// <summary>A length of time as people write it: <c>90s</c>, <c>30m</c>, <c>1.5h</c>, <c>1d</c>.</summary>
public static class Length
{
    /// <summary>Null: it is none, or none above zero.</summary>
    public static TimeSpan? Read(string text)
    {
        double unit =
            text.Length == 0
                ? 0
                : text[^1] switch
                {
                    's' => 1,
                    'm' => 60,
                    'h' => 3600,
                    'd' => 86400,
                    _ => 0,
                };
        return
            unit > 0
            && double.TryParse(text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count)
            && count * unit is > 0 and < 1e9
            ? TimeSpan.FromSeconds(count * unit)
            : null;
    }
}
