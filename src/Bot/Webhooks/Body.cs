using System.Buffers;

namespace Sluice.Bot.Webhooks;

/// <summary>A request's raw bytes in a pooled buffer.</summary>
internal sealed class Body : IDisposable
{
    private byte[] _buffer;
    private int _length;

    private Body(int expected) => _buffer = ArrayPool<byte>.Shared.Rent(expected);

    public Memory<byte> Bytes => _buffer.AsMemory(0, _length);

    /// <returns>Null: there were more than <paramref name="limit"/> bytes.</returns>
    public static async Task<Body?> Read(Stream from, long? announced, int limit, CancellationToken stop)
    {
        if (announced > limit)
        {
            return null;
        }

        var body = new Body((int)(announced ?? 16_384) + 1);
        while (true)
        {
            if (body._length == body._buffer.Length)
            {
                body.Grow();
            }

            var read = await from.ReadAsync(body._buffer.AsMemory(body._length), stop);
            body._length += read;
            if (body._length > limit)
            {
                body.Dispose();
                return null;
            }

            if (read == 0)
            {
                return body;
            }
        }
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);

    private void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
        _buffer.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
