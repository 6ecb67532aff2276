using Sluice.Flow.Intake;
using Sluice.Flow.Intake.Risk;
using Sluice.Flow.Intake.Risk.Advising;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Tests.Intake.Risk.Advising;

public sealed class AdvisedTests
{
    private static readonly Advice Worried = new([new Worry("shop/price.py", "price = <b>@ada 0", "Everything would be free.")]);

    private static readonly PullSeen Asking = Pull.Seen() with { HasAdvisor = true };

    [Fact]
    public void It_is_asked_once_for_a_head_that_was_assessed()
    {
        Assert.Equal(new PullMove.Advise(Pull.Head()), Assert.Single(Asks(Asking)));
        Assert.Empty(Asks(Asking with { Advice = new Advice([]) }));
        Assert.Empty(Asks(Asking with { Advice = Advice.Failure("500") }));
        Assert.Single(Asks(Asking.Turned().Pushed()));
    }

    [Fact]
    public void Without_an_advisor_a_head_a_reason_or_somebody_who_speaks_for_a_stranger_nobody_is_asked()
    {
        Assert.Empty(Asks(Pull.Seen()));
        Assert.Empty(Asks(Asking with { Change = null }));
        Assert.Empty(Asks(Asking.With(pull => pull with { Draft = true })));
        Assert.Empty(Asks(Asking.With(pull => pull with { Open = false })));
        Assert.Empty(Asks(Asking with { Ci = null }));
        Assert.Empty(Asks(Asking with { Change = new Change(Pull.Head(100), Pull.Head(), [new FileChange("db/migrate/1.sql", 1, 0)]) }));
    }

    [Fact]
    public void Admission_does_not_wait_for_it()
    {
        var plan = PullDecider.Decide(Asking.Labelled(Pull.Ada));

        Assert.NotNull(plan.Next.Admission);
        Assert.IsType<PullMove.Advise>(plan.Moves[^1]);
    }

    [Theory]
    [InlineData(1, Band.Low)]
    [InlineData(12, Band.Medium)]
    public void A_worry_raises_the_band_by_one_step(int added, Band without)
    {
        var seen = Asking with { Change = new Change(Pull.Head(100), Pull.Head(), [new FileChange("shop/price.py", added, 3)]) };

        Assert.Equal(without, Risk(seen).Band);
        Assert.Equal(without + 1, Risk(seen with { Advice = Worried }).Band);
        Assert.Contains(
            Risk(seen with { Advice = Worried }).Reasons,
            reason => reason.StartsWith("a language model worries about `shop/price.py`", StringComparison.Ordinal)
        );
        Assert.Equal(Risk(seen).Score, Risk(seen with { Advice = Worried }).Score);
    }

    [Fact]
    public void Without_a_worry_or_an_answer_nothing_changes()
    {
        var usual = Risk(Asking);

        Assert.Equal(usual, Risk(Asking with { Advice = new Advice([]) }));
        Assert.Equal(usual, Risk(Asking with { Advice = Advice.Failure("no answer within 20 s") }));
    }

    [Fact]
    public void A_floor_is_raised_from_and_high_stays_high()
    {
        var workflow = Asking with { Change = new Change(Pull.Head(100), Pull.Head(), [new FileChange("AGENTS.md", 1, 0)]) };
        var schema = Asking with { Change = new Change(Pull.Head(100), Pull.Head(), [new FileChange("db/migrate/1.sql", 1, 0)]) };

        Assert.Equal(Band.High, Risk(workflow with { Advice = Worried }).Band);
        Assert.Equal(Band.High, Risk(schema with { Advice = Worried }).Band);
    }

    [Fact]
    public void What_is_quoted_can_inject_nothing_into_what_is_shown()
    {
        var plan = PullDecider.Decide(Asking.Labelled(Pull.Ada) with { Advice = Worried, Reviews = [] });
        var shown = plan.Moves.OfType<PullMove.PutCheck>().Single().Text.Split("```json")[0];

        Assert.Contains("a language model worries about", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("@ada", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", shown, StringComparison.Ordinal);
    }

    private static RiskAssessment Risk(PullSeen seen) => PullDecider.Decide(seen).Next.Assessment!.Risk;

    private static IEnumerable<PullMove> Asks(PullSeen seen) => PullDecider.Decide(seen).Moves.Where(move => move is PullMove.Advise);
}
