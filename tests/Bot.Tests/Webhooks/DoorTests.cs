using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Sluice.Bot.Webhooks;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Tests.Webhooks;

public sealed class DoorTests
{
    private const string Secret = "a secret";
    private const string Push =
        """{"repository":{"id":1,"pushed_at":1763640000},"ref":"refs/heads/main","after":"ec26c3e57ca3a959ca5aad62de7213c562f8c821"}""";

    private readonly List<(string Delivery, IReadOnlyList<Fact> Facts)> _received = [];
    private int _asked;
    private bool _isNew = true;
    private string _said = "";

    [Fact]
    public async Task A_signed_delivery_is_taken_in()
    {
        Assert.Equal(202, await Send(Push));

        var (delivery, facts) = Assert.Single(_received);
        Assert.Equal("guid-1", delivery);
        Assert.Equal("main", Assert.IsType<BranchFact>(Assert.Single(facts)).Name);
    }

    [Fact]
    public async Task An_event_that_tells_us_nothing_is_taken_in_too()
    {
        Assert.Equal(202, await Send("""{"zen":"Keep it logically awesome."}""", kind: "ping"));
        Assert.Empty(Assert.Single(_received).Facts);
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("text/plain")]
    [InlineData(null)]
    public async Task What_is_not_JSON_by_its_type_is_refused_first(string? type) =>
        Assert.Equal(415, await Send(new string(' ', Door.Limit + 1), type: type, signature: "none"));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_too_large_is_refused_before_its_signature_is_looked_at(bool announced) =>
        Assert.Equal(413, await Send(new string(' ', Door.Limit + 1), signature: "none", announced: announced));

    [Fact]
    public async Task The_largest_delivery_is_not_too_large() =>
        Assert.Equal(202, await Send("{\"a\":\"" + new string('x', Door.Limit - 8) + "\"}", announced: false));

    [Fact]
    public async Task Of_what_is_only_announced_little_is_held()
    {
        using var few = new Slow("{}"u8.ToArray());
        Assert.Equal(401, await Knock(few, Door.Limit));

        Assert.InRange(few.Offered, 1, 256 * 1024);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("sha256=00")]
    public async Task A_bad_signature_is_refused_before_the_body_is_read(string? signature)
    {
        Assert.Equal(401, await Send("{", signature: signature ?? "absent"));
        Assert.Empty(_received);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("")]
    [InlineData("[1]")]
    [InlineData("{} {}")]
    public async Task A_malformed_body_with_a_good_signature_is_a_bad_request(string body)
    {
        Assert.Equal(400, await Send(body));
        Assert.Empty(_received);
    }

    [Theory]
    [InlineData("push", "")]
    [InlineData("push", "no JSON")]
    [InlineData("pull_request", "{\"a\":")]
    [InlineData("pull_request", "[1]")]
    public async Task A_malformed_body_is_told_what_to_send(string kind, string body)
    {
        Assert.Equal(400, await Send(body, kind));
        Assert.Equal("The body cannot be read. Send one JSON object, whole and with nothing behind it, nested at most 64 deep.", _said);
    }

    [Theory]
    [InlineData("push", "other")]
    [InlineData("pull_request", "other")]
    [InlineData("pull_request", "pull_request")]
    [InlineData("pull_request", "action")]
    [InlineData("check_run", "other")]
    [InlineData("check_run", "check_run")]
    public async Task How_deep_a_body_may_be_nested_is_alike_for_every_event(string kind, string member)
    {
        Assert.Equal(202, await Send(Nested(63, member), kind));
        Assert.Equal(400, await Send(Nested(64, member), kind));
        Assert.Contains("nested at most 64 deep", _said, StringComparison.Ordinal);
        Assert.Equal(400, await Send(Nested(100_000, member), kind));
        Assert.Single(_received);
    }

    [Theory]
    [InlineData("", "guid-1", "The header X-GitHub-Event is missing")]
    [InlineData("push", "", "The header X-GitHub-Delivery is missing")]
    [InlineData(
        "push",
        "012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901",
        "The header X-GitHub-Delivery has 102 characters: at most 100 are taken."
    )]
    public async Task Which_header_is_amiss_is_told_and_how(string kind, string delivery, string says)
    {
        Assert.Equal(400, await Send(Push, kind, delivery: delivery));
        Assert.StartsWith(says, _said, StringComparison.Ordinal);
        Assert.Empty(_received);
    }

    [Fact]
    public async Task Without_an_App_the_door_is_closed() => Assert.Equal(503, await Send(Push, secret: null));

    [Fact]
    public async Task An_installation_makes_GitHub_be_asked_once()
    {
        const string body = """{"action":"created","installation":{"id":4},"repositories":[]}""";
        Assert.Equal(202, await Send(body, kind: "installation"));
        _isNew = false;
        Assert.Equal(202, await Send(body, kind: "installation"));

        Assert.Equal(1, _asked);
    }

    private async Task<int> Send(
        string body,
        string kind = "push",
        string? type = "application/json; charset=utf-8",
        string? signature = null,
        string? secret = Secret,
        bool announced = true,
        string delivery = "guid-1"
    )
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        return await Knock(
            new MemoryStream(bytes),
            announced ? bytes.Length : null,
            kind,
            type,
            signature == "absent" ? null : signature ?? Signature.Of(Secret, bytes),
            secret,
            delivery
        );
    }

    private async Task<int> Knock(
        Stream body,
        long? announced,
        string kind = "push",
        string? type = "application/json",
        string? signature = null,
        string? secret = Secret,
        string delivery = "guid-1"
    )
    {
        var http = new DefaultHttpContext();
        http.Request.Body = body;
        http.Request.ContentType = type;
        http.Request.ContentLength = announced;
        http.Request.Headers["X-GitHub-Event"] = kind;
        http.Request.Headers["X-GitHub-Delivery"] = delivery;
        http.Response.Body = new MemoryStream();
        if (signature is not null)
        {
            http.Request.Headers["X-Hub-Signature-256"] = signature;
        }

        var door = new Door(
            () => secret is null ? [] : [secret],
            Receive,
            _ => Task.FromResult(++_asked),
            TimeProvider.System,
            NullLogger<Door>.Instance
        );
        await door.Open(http);
        http.Response.Body.Position = 0;
        _said =
            http.Response.Body.Length == 0 ? "" : JsonDocument.Parse(http.Response.Body).RootElement.GetProperty("message").GetString()!;
        return http.Response.StatusCode;
    }

    /// <param name="arrays">Within the object, which is one more.</param>
    private static string Nested(int arrays, string member) =>
        $$"""{"{{member}}":{{new string('[', arrays)}}{{new string(']', arrays)}}}""";

    private Task<bool> Receive(string delivery, IReadOnlyList<Fact> facts, CancellationToken stop)
    {
        _received.Add((delivery, facts));
        return Task.FromResult(_isNew);
    }
}
