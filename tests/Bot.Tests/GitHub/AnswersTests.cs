using Sluice.Bot.GitHub;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Tests.GitHub;

public sealed class AnswersTests
{
    private static readonly Answer<int> Kept = new Answer<int>.Later(DateTimeOffset.UnixEpoch, "the limit") { Undone = true };

    /// <summary>Whoever sent something that cannot be taken back sends it again only then.</summary>
    [Fact]
    public async Task That_nothing_was_done_goes_through_with_a_delay()
    {
        var later = new Answer<string>.Later(DateTimeOffset.UnixEpoch, "the limit") { Undone = true };
        Assert.Equal(later, Kept.Map(number => $"{number}"));
        Assert.Equal(
            later,
            await Task.FromResult(Kept).Then(number => Task.FromResult<Answer<string>>(new Answer<string>.Made($"{number}")))
        );
    }

    [Fact]
    public void What_was_made_is_no_trouble() => Assert.Throws<InvalidOperationException>(() => new Answer<int>.Made(1).Not<string>());
}
