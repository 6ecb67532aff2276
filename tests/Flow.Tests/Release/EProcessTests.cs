using System.Text.Json;
using Sluice.Flow.Release.Judging;

namespace Sluice.Flow.Tests.Release;

public sealed class EProcessTests
{
    public static TheoryData<string> Names => [.. Vectors().Select(vector => vector.GetProperty("name").GetString()!)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Evidence_after_every_tick_is_as_the_vectors_say(string name)
    {
        var vector = Vectors().Single(each => each.GetProperty("name").GetString() == name);

        Follows(vector, vector.GetProperty("harm"));
        Follows(vector, vector.GetProperty("safe"));
    }

    [Theory]
    [InlineData(1.0, 6)]
    [InlineData(1.4, 5)]
    public void A_ratio_that_is_tolerated_is_never_held_against_the_canary(double tolerate, int ratios)
    {
        var harm = EProcess.Harm(tolerate);
        harm.Add(1000, 0, 0.5);

        Assert.Equal((1000 * Math.Log(10 / (10.0 + 1) / (tolerate / (tolerate + 1)))) - Math.Log(ratios), harm.LogE, 1e-9);
    }

    [Fact]
    public void The_order_of_ticks_does_not_matter()
    {
        (double, double, double)[] ticks = [(3, 9, 0.2), (0, 4, 0.5), (7, 1, 0.05), (2, 2, 0.5)];

        Assert.Equal(Harm(ticks), Harm([.. ticks.Reverse()]), 1e-12);
    }

    private static double Harm((double Canary, double Baseline, double Share)[] ticks)
    {
        var harm = EProcess.Harm(1);
        foreach (var (canary, baseline, share) in ticks)
        {
            harm.Add(canary, baseline, share);
        }

        return harm.LogE;
    }

    private static void Follows(JsonElement vector, JsonElement side)
    {
        var process = new EProcess(
            side.GetProperty("nullRatio").GetDouble(),
            [.. side.GetProperty("grid").EnumerateArray().Select(ratio => ratio.GetDouble())]
        );
        var expected = side.GetProperty("logE").EnumerateArray().Select(value => value.GetDouble()).ToArray();
        var ticks = vector.GetProperty("ticks").EnumerateArray().ToArray();
        Assert.Equal(ticks.Length, expected.Length);
        for (var i = 0; i < ticks.Length; i++)
        {
            process.Add(Of(ticks[i], "canaryEvents"), Of(ticks[i], "baselineEvents"), Of(ticks[i], "canaryShare"));
            Assert.InRange(Math.Abs(process.LogE - expected[i]), 0, 1e-12 * Math.Max(1, Math.Abs(expected[i])));
        }
    }

    private static double Of(JsonElement tick, string name) => tick.GetProperty(name).GetDouble();

    private static JsonElement[] Vectors() =>
        [.. JsonDocument.Parse(Sample.Text("Release/eprocess_vectors.json")).RootElement.GetProperty("vectors").EnumerateArray()];
}
