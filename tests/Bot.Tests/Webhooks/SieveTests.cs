using System.Text;
using System.Text.Json;
using Sluice.Bot.Webhooks;

namespace Sluice.Bot.Tests.Webhooks;

public sealed class SieveTests
{
    private static readonly DateTimeOffset Seen = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("pull_request")]
    [InlineData("check_run")]
    public void What_is_left_of_GitHubs_own_bodies_tells_the_same_in_a_tenth_of_the_bytes(string kind)
    {
        var bodies = Payloads.Of(kind).ToList();
        Assert.NotEmpty(bodies);
        Assert.All(
            bodies,
            body =>
            {
                var whole = FactReader.Read(kind, body, Seen);
                Assert.NotEmpty(whole.Facts);
                foreach (var text in new[] { body.GetRawText(), JsonSerializer.Serialize(body, Indented) })
                {
                    var kept = Keep(text, FactReader.WantedOf(kind)!);
                    using var left = JsonDocument.Parse(kept);
                    Assert.Equal(whole.Facts, FactReader.Read(kind, left.RootElement, Seen).Facts);
                    Assert.True(kept.Length < text.Length / 10 + 400, $"{kept.Length} of {text.Length}");
                }
            }
        );
    }

    [Theory]
    [InlineData("""{"a":1}""", """{"a":1}""")]
    [InlineData("""{ "x" : [1,{"a":2}] , "a" : "\"}\\" , "y":{"a":3} }""", """{"a":"\"}\\"}""")]
    [InlineData("""{"b":{"x":0,"c":true,"d":null},"a":{"all":[1,[2]]}}""", """{"b":{"c":true},"a":{"all":[1,[2]]}}""")]
    [InlineData("""{"b":[{"c":1,"x":2},{"x":3},4,[5,{"c":6}]]}""", """{"b":[{"c":1},{},4,[]]}""")]
    [InlineData("""{"b":null,"b":{"c":"]"}}""", """{"b":null,"b":{"c":"]"}}""")]
    [InlineData("{}", "{}")]
    [InlineData(" [ ] ", "[]")]
    [InlineData("12", "12")]
    public void It_keeps_the_wanted_members_as_they_are(string text, string left) => Assert.Equal(left, Keep(text, Wanted.Of("a", "b.c")));

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{\"a")]
    [InlineData("{\"a\\")]
    [InlineData("{\"x\":[{\"a\":\"")]
    [InlineData("{\"x\":[1")]
    [InlineData("{\"a\":1")]
    [InlineData("{\"a\" 1}")]
    [InlineData("{a:1}")]
    [InlineData("{\"a\":1}}")]
    [InlineData("{\"a\":1 \"b\":2}")]
    [InlineData("]")]
    [InlineData("{\"a\":[1}")]
    public void What_ends_too_early_or_too_late_is_refused(string text) =>
        Assert.ThrowsAny<JsonException>(() =>
        {
            using var left = JsonDocument.Parse(Keep(text, Wanted.Of("a", "b.c")));
        });

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private static string Keep(string text, Wanted wanted)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return Encoding.UTF8.GetString(bytes, 0, Sieve.Keep(bytes, wanted));
    }
}
