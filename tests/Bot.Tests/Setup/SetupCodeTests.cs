using Microsoft.AspNetCore.Http;
using Sluice.Bot.Setup;

namespace Sluice.Bot.Tests.Setup;

public sealed class SetupCodeTests
{
    [Theory]
    [InlineData("127.0.0.1:8080", null, false)]
    [InlineData("localhost:8080", null, false)]
    [InlineData("[::1]:8080", "http://localhost:8080/", false)]
    [InlineData("127.0.0.1:8080", "https://sluice.example/", true)] // a proxy that says nothing of itself
    [InlineData("sluice.example", null, true)]
    [InlineData("rebound.example:8080", null, true)] // a name that somebody made lead here
    public void The_code_is_spared_only_where_nothing_speaks_of_an_outside(string host, string? outside, bool isNeeded)
    {
        var request = new DefaultHttpContext { Request = { Host = new HostString(host) } }.Request;

        Assert.Equal(isNeeded, SetupCode.IsNeeded(["http://127.0.0.1:8080"], outside is null ? null : new Uri(outside), request));
    }
}
