using Sluice.Flow.Policies.Yaml;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Policies;

/// <summary>Reads <c>risk</c>.</summary>
internal static class RiskSection
{
    public static (string, Mode)[] Modes { get; } = [("normal", Mode.Normal), ("defensive", Mode.Defensive)];

    private static (string, Band)[] Bands { get; } = [("low", Band.Low), ("medium", Band.Medium), ("high", Band.High)];

    public static RiskPolicy Read(Fields fields)
    {
        var risk = new RiskPolicy
        {
            Labels = fields.Flag("labels", true),
            Floors = fields.Sections("floors").Select(Floor).ToRow(),
            Audit = fields.Percent("audit", 0, value => value is >= 0 and <= 0.2, "a percentage from 0% to 20%, such as 5%"),
            Alone = fields.Word("alone", Band.High, Bands),
        };
        fields.Done();
        return risk;
    }

    private static RiskFloor Floor(Fields fields)
    {
        var floor = new RiskFloor(
            fields.Paths("paths"),
            fields.Word("at_least", Band.Low, Bands),
            fields.Text("because", "a rule of this repository", 200),
            fields.Word("mode", Mode.Normal, Modes)
        );
        if (floor.Paths.Count == 0)
        {
            fields.Contradiction("paths", "names no path: write at least one pattern, such as [\"**/migrations/**\"]");
        }

        if (!fields.Has("at_least") && !fields.Has("mode"))
        {
            fields.Contradiction("at_least", "is missing: low, medium or high, or give a mode");
        }

        fields.Done();
        return floor;
    }
}
