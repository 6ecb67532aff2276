using Sluice.Flow.Policies;
using Sluice.Flow.Repo;
using Sluice.Flow.Words;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Api;

/// <summary>The faults of the sluice.yml on a lane's base, which keep it from being obeyed.</summary>
/// <param name="At">The commit that holds it.</param>
/// <param name="InForce">The commit whose file is obeyed instead; null: the defaults are, or it is not known by name.</param>
/// <param name="Says">All of it in a sentence.</param>
/// <param name="More">How many faults there are beyond those that are told.</param>
internal sealed record BrokenPolicyView(string At, string? InForce, string Says, IReadOnlyList<Fault> Faults, int More)
{
    /// <param name="head">Where the base is: what was broken on an earlier commit is told no more.</param>
    public static BrokenPolicyView? Of(PolicyFact? fact, Sha? head) =>
        fact is { Broken: { } broken } && broken == head
            ? new(
                broken.Hex,
                fact.NeverValid ? null : fact.At?.Hex,
                BrokenPolicy.Says(fact.Branch, fact.At, fact.NeverValid),
                [.. fact.Faults],
                fact.More
            )
            : null;
}
