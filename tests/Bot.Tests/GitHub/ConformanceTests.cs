using System.Net;

namespace Sluice.Bot.Tests.GitHub;

public sealed class ConformanceTests
{
    [Theory]
    [InlineData("""{"query":"query { repository(owner: \"a\", name: \"b\") { nmae } }"}""", "Repository has no field nmae")]
    [InlineData("""{"query":"query { repository(owner: \"a\", nam: \"b\") { name } }"}""", "Query.repository has no argument nam")]
    [InlineData("""{"query":"query { viewer { ... on Person { login } } }"}""", "there is no type Person")]
    public void A_query_that_GitHub_would_refuse_is_found(string body, string fault) => Assert.Contains(fault, GraphSchema.Faults(body));

    [Theory]
    [InlineData("GET", "/repos/a/b/nowhere", "", "GitHub has no such operation")]
    [InlineData("GET", "/repos/a/b/pulls?stat=open", "", "there is no parameter stat")]
    [InlineData("POST", "/repos/a/b/check-runs", """{"name":"x","head_sha":"y","stats":"queued"}""", "the body has no property stats")]
    [InlineData("POST", "/repos/a/b/issues/1/comments", """{"body":5}""", "$.body is Number")]
    public async Task A_request_that_GitHub_does_not_know_is_found(string method, string path, string body, string fault)
    {
        using var asked = new Conformance(new Silence());
        using var invoker = new HttpMessageInvoker(asked, disposeHandler: false);
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri("http://localhost" + path));
        request.Content = body.Length > 0 ? new StringContent(body) : null;

        await invoker.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Contains(asked.Faults, found => found.Contains(fault, StringComparison.Ordinal));
    }

    private sealed class Silence : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.NoContent));
    }
}
