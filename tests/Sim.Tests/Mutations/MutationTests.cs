using Sluice.Sim.Storms;

namespace Sluice.Sim.Tests.Mutations;

/// <summary>A referee that notices nothing proves nothing: bugs are planted, and each must be caught.</summary>
public sealed class MutationTests
{
    private const ulong Seeds = 200;

    /// <summary>
    /// The storms that showed those bugs that few show, or that showed them soon: the search begins there and goes around. Where one shows
    /// its bug no more, another is found, and the test only takes longer.
    /// </summary>
    private static readonly SortedDictionary<string, ulong> _shown = new(StringComparer.Ordinal)
    {
        ["a fork's branch is taken for one of our own"] = 68,
        ["a note is promised and not written"] = 2,
        ["an older word overwrites a newer one"] = 56,
        ["no number is read as no errors"] = 85,
        ["the freeze of deployments is forgotten"] = 43,
        ["whoever notes last wins"] = 56,
    };

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
        var first = _shown.GetValueOrDefault(bug, 1UL);
        for (var tried = 0UL; tried < Seeds; tried++)
        {
            var seed = ((first - 1 + tried) % Seeds) + 1;
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
