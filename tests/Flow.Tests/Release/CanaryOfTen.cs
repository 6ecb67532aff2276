using Sluice.Flow.Policies;

namespace Sluice.Flow.Tests.Release;

/// <summary>Ten pulls in one canary, of which one makes errors.</summary>
internal static class CanaryOfTen
{
    public static Fleet With(int culprit, Func<int, double>? fails = null, CanaryPolicy? policy = null)
    {
        var fleet = new Fleet((ulong)culprit) { Policy = policy ?? new CanaryPolicy { Metrics = [Fleet.Errors] }, ErrorsPerMinute = 100 };
        for (var number = 1; number <= 10; number++)
        {
            fleet.Paths[number] = [number == 7 ? "src/discount.ts" : $"src/part{(char)('a' + number)}.ts"];
        }

        var landed = fleet.Land([.. Enumerable.Range(1, 10)], 0.05).ToList();
        fleet.Believe(fails ?? (_ => 0.05));
        fleet.Badness[landed[culprit - 1].Commit] = 4;
        return fleet;
    }
}
