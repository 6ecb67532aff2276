using System.Security.Cryptography;
using System.Text;
using Sluice.Flow.Policies;
using Sluice.Flow.Queue;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Tests.Queue;

/// <summary>Values that a lane's tests are made of.</summary>
internal static class Values
{
    public static DateTimeOffset Noon { get; } = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    public static Repository Shop { get; } = new(1, "acme", "shop", 7, false, "main");

    public static Sha Sha(string text) => new(Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..40]);

    public static Sha HeadOf(int number, int version = 0) => Sha($"pull {number} version {version}");

    public static Entry Entry(int number, double fails = 0.05, int ticket = 1, Priority priority = Priority.Normal) =>
        new(
            number,
            ticket,
            HeadOf(number),
            HeadOf(number),
            priority,
            Noon.AddSeconds(number),
            fails,
            Band.Low,
            false,
            OriginClass.None,
            "ada",
            $"Pull {number}",
            0
        );

    public static Check Check(string name, CheckState state) => new(name, 1, 15368, state, null, null, null);

    public static LaneOrder Order(long comment, string? reason) => new("main", comment, new Actor(1, "ada"), reason, Noon);

    public static Policy With(Func<QueuePolicy, QueuePolicy> change) => Policy.Default with { Queue = change(new QueuePolicy()) };
}
