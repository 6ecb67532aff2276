using Sluice.Bot.GitHub;
using Sluice.Bot.Jobs;
using Sluice.Bot.Tests.GitHub;
using Sluice.Flow;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Tests.Jobs;

public sealed class MissedTests
{
    private readonly List<HookAttempt> _failed = [];
    private readonly List<string> _heard = [];
    private readonly List<string> _asked = [];
    private readonly HandClock _clock = new();
    private readonly Missed _missed;

    public MissedTests() =>
        _missed = new(
            _ => Task.FromResult<Answer<Row<HookAttempt>>>(new Answer<Row<HookAttempt>>.Made(_failed.ToRow())),
            (delivery, _) =>
            {
                _asked.Add($"{delivery.Delivery}/{delivery.Number}");
                return Task.FromResult<Answer<Nothing>>(new Answer<Nothing>.Made(default));
            },
            (ids, _) => Task.FromResult<IReadOnlyCollection<string>>([.. ids.Except(_heard)]),
            _clock
        );

    [Fact]
    public async Task What_never_came_is_asked_for_once_oldest_first()
    {
        Fail("young", 3, minute: 9);
        Fail("old", 2, minute: 5);
        Fail("old", 1, minute: 4);
        Fail("came at the second attempt", 4, minute: 1);
        _heard.Add("came at the second attempt");

        Assert.Equal(2, await AskAgain());
        Assert.Equal(["old/2", "young/3"], _asked);
    }

    [Fact]
    public async Task It_is_looked_for_every_five_minutes()
    {
        Fail("one", 1, minute: 1);
        await AskAgain();
        Assert.Equal(0, await AskAgain());
        _clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(1, await AskAgain());
    }

    [Fact]
    public async Task What_fails_again_and_again_is_let_be()
    {
        foreach (var attempt in Enumerable.Range(1, 4))
        {
            Fail("refused", attempt, minute: attempt);
        }

        Assert.Equal(0, await AskAgain());
    }

    private Task<int> AskAgain() => _missed.AskAgain(TestContext.Current.CancellationToken);

    private void Fail(string id, long attempt, int minute) =>
        _failed.Add(new(attempt, id, new DateTimeOffset(2026, 11, 20, 9, minute, 0, TimeSpan.Zero), "push", "502", false));
}
