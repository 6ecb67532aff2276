using Sluice.Bot.Tests.Metrics;
using Sluice.Bot.Webhooks;

namespace Sluice.Bot.Tests.Webhooks;

public sealed class BodyTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_of_the_usual_size_is_read_at_once()
    {
        using var usual = new Slow(new byte[64 * 1024], atOnce: int.MaxValue);
        var (body, _) = await Read(usual, new Room(TimeProvider.System));

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
            var (body, _) = await Body.Read(slow, announced, length, new Room(TimeProvider.System), Stop);

            Assert.Equal(bytes, body!.Bytes.ToArray());
            body.Dispose();
        }
    }

    [Fact]
    public async Task Together_they_hold_no_more_than_there_is_room_for()
    {
        var room = new Room(TimeProvider.System, most: 300_000);
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
        var room = new Room(TimeProvider.System, most: 300_000);
        for (var time = 0; time < 5; time++)
        {
            await Assert.ThrowsAsync<IOException>(() => Read(new Slow(new byte[100_000], _ => throw new IOException("torn")), room));
            Assert.Equal((null, 413), await Body.Read(new Slow(new byte[100_000]), null, 99_999, room, Stop));
        }

        var (body, _) = await Read(new Slow(new byte[100_000]), room);
        Assert.NotNull(body);
        body.Dispose();
    }

    [Fact]
    public async Task A_large_one_that_does_not_come_is_given_up()
    {
        var stuck = new Slow(new byte[200_000], stop => Task.Delay(Timeout.Infinite, stop));

        Assert.Equal((null, 408), await Read(stuck, new Room(new Impatient())));
    }

    [Fact]
    public async Task Whoever_hangs_up_is_not_told_that_it_took_too_long()
    {
        using var gone = new CancellationTokenSource();
        var stuck = new Slow(new byte[200_000], async stop =>
        {
            await gone.CancelAsync();
            stop.ThrowIfCancellationRequested();
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Body.Read(stuck, 200_000, Door.Limit, new Room(TimeProvider.System), gone.Token));
    }

    private static Task<(Body? Body, int Refusal)> Read(Slow from, Room room) => Body.Read(from, from.Length, Door.Limit, room, Stop);
}
