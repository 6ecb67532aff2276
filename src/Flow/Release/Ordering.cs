using Sluice.Flow.Repo;

namespace Sluice.Flow.Release;

/// <summary>
/// Obeys what people say of landed pulls by <c>/sluice revert</c> and <c>reland</c>, and of a regressed canary by <c>promote</c> and
/// <c>extend</c>; each once.
/// </summary>
internal static class Ordering
{
    private const int Remembered = 200;

    public static Step? Next(EnvironmentSeen seen, EnvironmentLedger ledger)
    {
        foreach (var given in seen.Asks.Where(each => !ledger.OrdersDone.Contains(each.Order.Comment)))
        {
            var order = given.Order;
            var done = Done(ledger, [order.Comment]);
            var canary =
                (ledger.Case ?? ledger.Canary) is { } current && current.Pulls.Any(pull => pull.Number == order.Pull) ? current : null;
            var step = (order.Ask, canary) switch
            {
                (CanaryAsk.Revert, { Phase: not CanaryPhase.Promoting }) => Blame(seen, done, canary, order),
                (CanaryAsk.Revert or CanaryAsk.Reland, _) => Ask(seen, done, given),
                // What was said of it before it regressed was said of a canary under way, and is Steering's.
                (_, { Taken.Count: > 0, Phase: not CanaryPhase.RollingBack, Verdict: { } verdict })
                    when order.At > verdict.At && order.Comment > canary.Heeded => order.Ask switch
                {
                    CanaryAsk.Promote
                        when canary is { Phase: CanaryPhase.Asking, Blame: null }
                            && order.At > canary.Since
                            && !Steering.IsByAuthor(canary, order)
                            && !DeployFreezes.Keeps(seen, canary) => Promote(seen, done, canary, order),
                    CanaryAsk.Extend => Again(seen, done, canary, order),
                    _ => null,
                },
                _ => null,
            };
            if (step is not null)
            {
                return step;
            }
        }

        return null;
    }

    /// <summary>Nobody obeys these again.</summary>
    public static EnvironmentLedger Done(EnvironmentLedger ledger, IEnumerable<long> comments) =>
        ledger with
        {
            OrdersDone = ledger.OrdersDone.Concat(comments).Distinct().Order().TakeLast(Remembered).ToRow(),
        };

    /// <summary>A person named it: that needs no evidence, and no limit keeps the bot from it.</summary>
    private static Step Blame(EnvironmentSeen seen, EnvironmentLedger ledger, Canary canary, CanaryOrder order)
    {
        var ran = canary.Taken.Count == 0;
        var pull = canary.Pulls.First(each => each.Number == order.Pull);
        if (pull.Reverts.Count > 0)
        {
            return new Step(ledger, OrderWords.Line(order, OrderWords.IsRevert(order.Pull)));
        }

        var named = canary with
        {
            Phase =
                (ran && seen.Policy.RollBack) || canary.Phase == CanaryPhase.RollingBack ? CanaryPhase.RollingBack : CanaryPhase.Reverting,
            Since = seen.Now,
            Taken = [order.Pull],
            Blame = new Blame(order.Pull, 1, OrderWords.Named(order)),
            Certain = true,
            OpensRevert = true,
            RevertPull = canary.Taken is [var before] && before == order.Pull ? canary.RevertPull : null,
            Suspects = canary.Suspects.Count > 0 ? canary.Suspects : Regression.Weighed(seen, canary),
            Note = null,
        };
        var next = ledger with { Poison = new PoisonRange(canary.Id, pull.Commit, named.Taken, ledger.Poison?.Since ?? seen.Now) };
        // A part that runs goes back first; the revert is opened meanwhile.
        next =
            ledger.Case is not null && ledger.Canary is { } part
                ? next with
                {
                    Case = named,
                    Canary = part with { Phase = CanaryPhase.RollingBack, Since = seen.Now },
                }
                : next with
                {
                    Case = null,
                    Canary = named,
                };
        return new Step(next, Story.Line("named", named, CanaryWords.Concluded(named)));
    }

    private static Step Ask(EnvironmentSeen seen, EnvironmentLedger ledger, OrderSeen given) =>
        given.Landed is not { } pull ? new Step(ledger, OrderWords.Line(given.Order, OrderWords.NeverLanded(given.Order.Pull)))
        : given.Order.Ask == CanaryAsk.Revert && pull.Reverts.Count > 0
            ? new Step(ledger, OrderWords.Line(given.Order, OrderWords.IsRevert(pull.Number)))
        : new Step(
            ledger with
            {
                Asked = ledger.Asked.Add(new AskedPull(given.Order, pull) { Since = seen.Now }),
            },
            OrderWords.Line(given.Order, OrderWords.Asked(given.Order))
        );

    /// <summary>The verdict was wrong, or is overruled: it goes through after all.</summary>
    private static Step Promote(EnvironmentSeen seen, EnvironmentLedger ledger, Canary canary, CanaryOrder order)
    {
        var next = canary with
        {
            Phase = CanaryPhase.Promoting,
            Since = seen.Now,
            Promoted = true,
            Taken = [],
            Blame = null,
            OpensRevert = false,
            Note = OrderWords.By(order),
        };
        return new Step(
            ledger with
            {
                Canary = next,
                Case = null,
                Poison = null,
            },
            Story.Line("promoting", next, CanaryWords.Promotes(next, seen.Policy))
        );
    }

    /// <summary>A regressed one is judged once more from the start.</summary>
    private static Step Again(EnvironmentSeen seen, EnvironmentLedger ledger, Canary canary, CanaryOrder order)
    {
        var again = canary with { Taken = [], Blame = null, OpensRevert = false, Note = OrderWords.By(order) };
        return new Step(
            DeployQueue.End(ledger with { Case = null }, again, CanaryEnd.Superseded, seen.Now),
            Story.Line("again", again, OrderWords.Again(again))
        );
    }
}
