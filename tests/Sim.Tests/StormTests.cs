using Sluice.Sim.Storms;

namespace Sluice.Sim.Tests;

/// <summary>The shipped turns in bad weather. To repeat one: its seed and this commit.</summary>
public sealed class StormTests
{
    private const int Seeds = 300;
    private const int NativeSeeds = 100;

    /// <summary>Every seed that ever failed, with why: <c>seeds.txt</c>.</summary>
    public static TheoryData<ulong, bool> Remembered() =>
        [
            .. from line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "seeds.txt"))
            where line.Length > 0 && line[0] != '#'
            let words = line.Split(' ')
            select (ulong.Parse(words[0], System.Globalization.CultureInfo.InvariantCulture), words[1] == "native:"),
        ];

    [Theory]
    [MemberData(nameof(Remembered))]
    public void What_once_failed_holds(ulong seed, bool native) => Holds(Storm.Run(seed, native: native));

    /// <summary>On all cores: the order of their ends is not told, but which fail is the same on every machine.</summary>
    [Fact]
    public void Everything_holds_through_many_storms_and_comes_to_rest_after_them()
    {
        var reports = Blow(Seeds, native: false);

        Assert.All(reports, Holds);
        Assert.All(
            Enum.GetValues<Fault>(),
            fault => Assert.True(reports.Sum(report => report.Of(fault)) >= 5, $"{FaultTable.Name(fault)}: hardly tried")
        );
    }

    [Fact]
    public void Everything_holds_where_GitHubs_own_queue_lands_and_the_bot_drives_it()
    {
        var reports = Blow(NativeSeeds, native: true);

        Assert.All(reports, Holds);
        Assert.True(reports.Sum(report => report.Landings) > 5 * NativeSeeds, "hardly a landing by GitHub's queue");
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
        Assert.True(reports.Sum(report => report.Of(Fault.Crash)) > 20, "hardly a crash in ten storms");
        Assert.True(reports.Sum(report => report.Landings) > 20, "hardly a landing in ten storms");
        Assert.True(
            reports.Sum(report => report.Of(Fault.ConnectionBroke, Fault.AnswerLost, Fault.AnsweredLater, Fault.Refused)) > 100,
            "hardly a fault of a port in ten storms"
        );
        Assert.True(reports.Sum(report => report.Of(Fault.Rival)) > 20, "hardly a second replica in ten storms");
    }

    private static StormReport[] Blow(int seeds, bool native)
    {
        var reports = new StormReport[seeds];
        Parallel.For(0, seeds, index => reports[index] = Storm.Run((ulong)index + 1, native: native));
        return reports;
    }

    private static void Holds(StormReport report) =>
        Assert.True(
            report.Violations.Count == 0,
            $"seed {report.Seed}, {report.Weather}:\n{string.Join('\n', report.Violations.Take(20))}\n\nhow it went:\n{string.Join('\n', report.Story.TakeLast(40))}"
        );
}
