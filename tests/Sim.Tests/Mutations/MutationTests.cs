using Sluice.Sim.Storms;

namespace Sluice.Sim.Tests.Mutations;

/// <summary>A referee that notices nothing proves nothing: bugs are planted, and each must be caught.</summary>
public sealed class MutationTests
{
    private const int Seeds = 200;

    public static TheoryData<string> Bugs => [.. Mutants.All.Keys];

    [Theory]
    [MemberData(nameof(Bugs))]
    public void The_bug_is_caught(string bug)
    {
        for (var seed = 1UL; seed <= Seeds; seed++)
        {
            if (Fails(seed, bug, Mutants.All[bug]) is { } how && Fails(seed, bug, null) is null)
            {
                TestContext.Current.TestOutputHelper!.WriteLine($"seed {seed}: {how}");
                return;
            }
        }

        Assert.Fail($"{Seeds} storms went by and nobody noticed that {bug}");
    }

    /// <summary>How the storm ended with the bug in it, or, in the same weather, without it; null: well.</summary>
    private static string? Fails(ulong seed, string bug, Func<Town, Ports, Ports>? plant)
    {
        try
        {
            return Storm.Run(seed, plant: plant, turn: Mutants.Weathers.GetValueOrDefault(bug)).Violations is [var first, ..] ? first : null;
        }
        catch (Exception fault) when (fault is InvalidOperationException or KeyNotFoundException or ArgumentException)
        {
            return $"the turns themselves stumble: {fault.Message.Split('\n')[0]}";
        }
    }
}
