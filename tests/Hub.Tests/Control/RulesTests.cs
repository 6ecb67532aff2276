using System.Net;

namespace Sluice.Hub.Tests.Control;

public sealed class RulesTests : HubTest
{
    private const string Rulesets = "/_hub/repos/acme/shop/rulesets";

    [Theory]
    [InlineData("contains", "SHOP-", HttpStatusCode.Created)]
    [InlineData("regex", "^SHOP-[0-9]+: ", HttpStatusCode.Created)]
    [InlineData("regex", "(", HttpStatusCode.UnprocessableEntity)]
    [InlineData("regex", "(a)\\1", HttpStatusCode.UnprocessableEntity)]
    [InlineData("dances", "SHOP-", HttpStatusCode.UnprocessableEntity)]
    [InlineData("contains", null, HttpStatusCode.UnprocessableEntity)]
    [InlineData(null, "SHOP-", HttpStatusCode.UnprocessableEntity)]
    public async Task What_messages_must_hold_is_taken_where_it_can_be_told(string? how, string? pattern, HttpStatusCode status)
    {
        var rule = new
        {
            type = "commit_message_pattern",
            @operator = how,
            pattern,
        };

        Assert.Equal(status, (await Nobody().Post(Rulesets, new { rules = new[] { rule } })).Status);
        var shown = (await Nobody().Get($"{Shop}/rules/branches/main")).Body!.AsArray();
        Assert.Equal(status == HttpStatusCode.Created ? (how, pattern) : null, Told());

        (string?, string?)? Told() =>
            shown.SingleOrDefault(each => (string?)each!["type"] == "commit_message_pattern")?["parameters"] is { } told
                ? ((string?)told["operator"], (string?)told["pattern"])
                : null;
    }
}
