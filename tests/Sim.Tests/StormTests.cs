using Sluice.Sim.Storms;

namespace Sluice.Sim.Tests;

/// <summary>The shipped turns in bad weather. To repeat one: its seed and this commit.</summary>
public sealed class StormTests
{
    private const int Seeds = 50;

    public static TheoryData<ulong> Weathers() => [.. Enumerable.Range(1, Seeds).Select(seed => (ulong)seed).Union(Remembered())];

    [Theory]
    [MemberData(nameof(Weathers))]
    public void Everything_holds_through_the_storm_and_comes_to_rest_after_it(ulong seed)
    {
        var report = Storm.Run(seed);
        Assert.True(
            report.Violations.Count == 0,
            $"seed {seed}, {report.Weather}:\n{string.Join('\n', report.Violations.Take(20))}\n\nhow it went:\n{string.Join('\n', report.Story.TakeLast(40))}");
    }

    [Fact]
    public void The_same_seed_is_the_same_storm_to_the_last_turn()
    {
        var (once, again) = (Storm.Run(7), Storm.Run(7));
        Assert.Equal(once.Story, again.Story);
    }

    [Fact]
    public void The_weather_is_bad()
    {
        var reports = Enumerable.Range(1, 10).Select(seed => Storm.Run((ulong)seed)).ToList();
        Assert.True(reports.Sum(report => report.Crashes) > 20, "hardly a crash in ten storms");
        Assert.True(reports.Sum(report => report.Landings) > 20, "hardly a landing in ten storms");
        Assert.True(reports.Sum(report => report.Gusts) > 100, "hardly a fault of a port in ten storms");
        Assert.True(reports.Sum(report => report.Freezes) > 20, "hardly a second replica in ten storms");
    }

    /// <summary>Every seed that ever failed, with why: <c>seeds.txt</c>.</summary>
    private static IEnumerable<ulong> Remembered() =>
        from line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "seeds.txt"))
        where line.Length > 0 && line[0] != '#'
        select ulong.Parse(line.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
}
