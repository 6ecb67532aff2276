using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Sluice.Bot.Webhooks;

namespace Sluice.Bot.Tests.Webhooks;

public sealed class BodyTests
{
    [Fact]
    public async Task What_is_of_the_usual_size_is_read_at_once()
    {
        using var usual = new Slow(new byte[64 * 1024], atOnce: int.MaxValue);
        var (body, _) = await Read(usual, new BodyRoom());

        Assert.Equal((64 * 1024, 2), (body!.Bytes.Length, usual.Reads));
        body.Dispose();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65_537)]
    [InlineData(1_000_000)]
    public async Task Every_byte_comes_through(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        foreach (var announced in new long?[] { length, null })
        {
            using var slow = new Slow(bytes);
            var (body, _) = await Body.Read(Http(slow, announced, new Pace()), length, new BodyRoom());

            Assert.Equal(bytes, body!.Bytes.ToArray());
            body.Dispose();
        }
    }

    [Fact]
    public async Task Together_they_hold_no_more_than_there_is_room_for()
    {
        var room = new BodyRoom(most: 300_000);
        var (first, _) = await Read(new Slow(new byte[100_000]), room);
        var (second, _) = await Read(new Slow(new byte[100_000]), room);
        Assert.Equal((null, 503), await Read(new Slow(new byte[100_000]), room));

        first!.Dispose();
        Assert.Equal((null, 503), await Read(new Slow(new byte[200_000]), room));
        var (third, _) = await Read(new Slow(new byte[100_000]), room);
        Assert.Equal(100_000, third!.Bytes.Length);
        second!.Dispose();
        third.Dispose();
    }

    [Fact]
    public async Task Whoever_breaks_off_leaves_the_room_to_others()
    {
        var room = new BodyRoom(most: 300_000);
        for (var time = 0; time < 5; time++)
        {
            Assert.Equal((null, 400), await Read(new Slow(new byte[100_000], () => throw new IOException("torn")), room));
            Assert.Equal((null, 413), await Body.Read(Http(new Slow(new byte[100_000]), null, new Pace()), 99_999, room));
        }

        var (body, _) = await Read(new Slow(new byte[100_000]), room);
        Assert.NotNull(body);
        body.Dispose();
    }

    [Theory]
    [InlineData(408)]
    [InlineData(400)]
    public async Task What_comes_too_slowly_or_breaks_off_is_refused_and_no_fault(int status) =>
        Assert.Equal(
            (null, status),
            await Read(
                new Slow(new byte[100], () => throw new Microsoft.AspNetCore.Http.BadHttpRequestException("too slow", status)),
                new BodyRoom()
            )
        );

    [Theory]
    [InlineData(25 * 1024 * 1024)]
    [InlineData(100_000)]
    [InlineData(null)]
    public async Task A_large_one_has_half_a_minute(int? announced)
    {
        var pace = new Pace();
        await Body.Read(Http(new Slow([]), announced, pace), Door.Limit, new BodyRoom());

        Assert.InRange((announced ?? Door.Limit) / pace.MinDataRate!.BytesPerSecond, 1, 30);
    }

    [Theory]
    [InlineData(24_000, "HTTP/1.1")]
    [InlineData(100_000, "HTTP/2")]
    public async Task Of_others_the_server_asks_what_it_always_does(int announced, string protocol)
    {
        var pace = new Pace();
        var http = Http(new Slow([]), announced, pace);
        http.Request.Protocol = protocol;
        await Body.Read(http, Door.Limit, new BodyRoom());

        Assert.Null(pace.MinDataRate);
    }

    private static Task<(Body? Body, int Refusal)> Read(Slow from, BodyRoom room) =>
        Body.Read(Http(from, from.Length, new Pace()), Door.Limit, room);

    private static DefaultHttpContext Http(Slow from, long? announced, Pace pace)
    {
        var http = new DefaultHttpContext();
        (http.Request.Body, http.Request.ContentLength, http.Request.Protocol) = (from, announced, "HTTP/1.1");
        http.Features.Set<IHttpMinRequestBodyDataRateFeature>(pace);
        return http;
    }

    private sealed class Pace : IHttpMinRequestBodyDataRateFeature
    {
        public MinDataRate? MinDataRate { get; set; }
    }
}
