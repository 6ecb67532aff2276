using Sluice.Bot.Settings;
using Sluice.Bot.Setup;
using Sluice.Bot.Tests.Notifying;
using Sluice.Bot.Tests.Visiting;

namespace Sluice.Bot.Tests.Setup;

public sealed class LiveAppTests
{
    [Fact]
    public async Task Credentials_that_are_as_they_were_are_no_news_and_others_are_told_once()
    {
        var (clock, log, former) = (new Clock(), new Lines<LiveApp>(), "first");
        using var live = new LiveApp(With(former), _ => Task.FromResult<AppCredentials?>(With(former)), clock, log);

        await Look();
        Assert.Empty(log.Written);

        former = "second";
        await Look();
        await Look();
        Assert.Equal(["App 7: webhooks are checked with the webhook secret as it is now, and with 1 former one"], log.Written);
        Assert.Equal(["now", "second"], live.Secrets);

        async Task Look()
        {
            clock.Now += TimeSpan.FromSeconds(5);
            await live.LookAgain(TestContext.Current.CancellationToken);
        }
    }

    private static AppCredentials With(string former) => new(7, "a key", "now") { FormerSecrets = [former] };
}
