using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Sluice.Bot.Settings;
using Sluice.Bot.Setup;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Tests.Setup;

public sealed class RegisteringTests
{
    private static readonly Uri GitHub = new("https://github.example");

    [Theory]
    [InlineData("<html>")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"id":"7","slug":"a","pem":"b","webhook_secret":"c"}""")]
    public async Task Who_is_answered_without_credentials_is_told_to_delete_the_App_and_begin_anew(string answer)
    {
        var refused = Assert.IsType<Answer<Registered>.Refused>(
            await Redeem(() => new(HttpStatusCode.Created) { Content = new StringContent(answer) })
        );

        Assert.Contains("delete it there", refused.Why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(HttpStatusCode.NotFound)]
    [InlineData(HttpStatusCode.UnprocessableEntity)]
    public async Task A_code_that_is_used_or_too_old_is_told_as_such(HttpStatusCode status)
    {
        var refused = Assert.IsType<Answer<Registered>.Refused>(await Redeem(() => new(status)));

        Assert.Contains("once, within an hour", refused.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_GitHub_fails_it_is_worth_another_try() =>
        Assert.Contains(
            "Load this page again",
            Assert.IsType<Answer<Registered>.Later>(await Redeem(() => new(HttpStatusCode.BadGateway))).Why,
            StringComparison.Ordinal
        );

    [Fact]
    public async Task Where_GitHub_does_not_answer_in_time_it_is_worth_another_try() =>
        Assert.Contains(
            "Load this page again",
            Assert.IsType<Answer<Registered>.Later>(await Redeem(() => throw new TimeoutException("30 s"))).Why,
            StringComparison.Ordinal
        );

    private static async Task<Answer<Registered>> Redeem(Func<HttpResponseMessage> answer)
    {
        using var network = new HttpMessageInvoker(new Answering(answer));
        return await new Registering(
            new GitHubSettings(GitHub, GitHub, null, null),
            network,
            TimeProvider.System,
            NullLogger.Instance
        ).Redeem("code", TestContext.Current.CancellationToken);
    }

    private sealed class Answering(Func<HttpResponseMessage> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(answer());
    }
}
