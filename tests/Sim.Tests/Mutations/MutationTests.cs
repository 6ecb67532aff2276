using Sluice.Sim.Storms;

namespace Sluice.Sim.Tests.Mutations;

/// <summary>A referee that notices nothing proves nothing: bugs are planted, and each must be caught.</summary>
public sealed class MutationTests
{
    private const int Seeds = 200;

    public static TheoryData<string> Bugs => [.. Mutants.All.Keys];

    public static TheoryData<string> NativeBugs => [.. NativeMutants.All.Keys];

    [Theory]
    [MemberData(nameof(Bugs))]
    public void The_bug_is_caught(string bug) => IsCaught(bug, Mutants.All[bug].Told, Mutants.All[bug].Plant, native: false);

    [Theory]
    [MemberData(nameof(NativeBugs))]
    public void The_bug_is_caught_where_GitHubs_own_queue_lands(string bug) =>
        IsCaught(bug, NativeMutants.All[bug].Told, NativeMutants.All[bug].Plant, native: true);

    /// <param name="told">What the referee must say, among other things.</param>
    private static void IsCaught(string bug, string told, Func<Town, Ports, Ports> plant, bool native)
    {
        for (var seed = 1UL; seed <= Seeds; seed++)
        {
            if (
                Violations(seed, bug, plant, native).FirstOrDefault(violation => violation.Contains(told, StringComparison.Ordinal))
                    is { } how
                && Violations(seed, bug, null, native).Count == 0
            )
            {
                TestContext.Current.TestOutputHelper!.WriteLine($"seed {seed}: {how}");
                return;
            }
        }

        Assert.Fail($"{Seeds} storms went by and nobody noticed that {bug}");
    }

    /// <summary>How the storm ended with the bug in it, or, in the same weather, without it.</summary>
    private static IReadOnlyList<string> Violations(ulong seed, string bug, Func<Town, Ports, Ports>? plant, bool native)
    {
        try
        {
            return Storm.Run(seed, plant: plant, turn: Mutants.Weathers.GetValueOrDefault(bug), native: native).Violations;
        }
        catch (InvalidOperationException fault)
        {
            // A storm's own bounds: how many turns there may be, and what a turn may meet in its weather.
            return [$"the turns themselves stumble: {fault.Message.Split('\n')[0]}"];
        }
    }
}
