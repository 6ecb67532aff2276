using Sluice.Bot.GitHub.History;

namespace Sluice.Bot.Tests.GitHub;

public sealed class PastReaderTests
{
    [Fact]
    public async Task A_GitHub_that_never_answers_is_said_to_be_out_of_reach()
    {
        var clock = new HandClock();
        using var reader = new PastReader(new Uri("https://api.example"), null, new Silent(), clock);

        var reading = reader.Read("acme", "shop", DateTimeOffset.UnixEpoch, _ => { }, TestContext.Current.CancellationToken);
        await clock.SomebodyWaits(TimeSpan.FromSeconds(30));
        clock.Advance(TimeSpan.FromSeconds(30));

        Assert.Contains("https://api.example cannot be reached", (await reading).Why, StringComparison.Ordinal);
    }

    private sealed class Silent : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            throw new InvalidOperationException("nobody waits for so long");
        }
    }
}
