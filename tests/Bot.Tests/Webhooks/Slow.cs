namespace Sluice.Bot.Tests.Webhooks;

/// <summary>A body that comes a bit at a time, and tells how much was ready to receive it.</summary>
/// <param name="then">What happens to who asks for more; null: it was all.</param>
internal sealed class Slow(byte[] bytes, Action? then = null, int atOnce = 10_000) : MemoryStream(bytes)
{
    /// <summary>The largest buffer that it was to be read into.</summary>
    public int Offered { get; private set; }

    public int Reads { get; private set; }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        (Offered, Reads) = (Math.Max(Offered, buffer.Length), Reads + 1);
        if (Position == Length)
        {
            then?.Invoke();
        }

        return base.ReadAsync(buffer[..Math.Min(buffer.Length, atOnce)], cancellationToken);
    }
}
