using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace Sluice.Bot.Webhooks;

/// <summary>A request's raw bytes in a pooled buffer.</summary>
internal sealed class Body : IDisposable
{
    /// <summary>Of an announced length no more is believed before its bytes come; nearly every delivery is smaller, and is read at once.</summary>
    private const int Believed = 64 * 1024;

    private readonly Room _room;
    private byte[] _buffer = [];
    private int _length;

    private Body(Room room) => _room = room;

    public Memory<byte> Bytes => _buffer.AsMemory(0, _length);

    /// <returns>Or the status that refuses it: 413, there were more than <paramref name="limit"/> bytes; 408, a large one did not come in time; 503, there is no room for it beside others.</returns>
    public static async Task<(Body? Body, int Refusal)> Read(Stream from, long? announced, int limit, Room room, CancellationToken stop)
    {
        if (announced > limit)
        {
            return (null, StatusCodes.Status413PayloadTooLarge);
        }

        var (body, isWhole) = (new Body(room), false);
        CancellationTokenSource? late = null, either = null;
        try
        {
            if (!body.Grow((int)Math.Min(announced ?? 16_384, Believed) + 1))
            {
                return (null, StatusCodes.Status503ServiceUnavailable);
            }

            while (true)
            {
                if (body._length == body._buffer.Length)
                {
                    late ??= room.Late();
                    either ??= CancellationTokenSource.CreateLinkedTokenSource(late.Token, stop);
                    if (!body.Grow(body._buffer.Length * 2))
                    {
                        return (null, StatusCodes.Status503ServiceUnavailable);
                    }
                }

                var read = await from.ReadAsync(body._buffer.AsMemory(body._length), either?.Token ?? stop);
                body._length += read;
                if (body._length > limit)
                {
                    return (null, StatusCodes.Status413PayloadTooLarge);
                }

                if (read == 0)
                {
                    isWhole = true;
                    return (body, 0);
                }
            }
        }
        catch (OperationCanceledException) when (late is { IsCancellationRequested: true } && !stop.IsCancellationRequested)
        {
            return (null, StatusCodes.Status408RequestTimeout);
        }
        finally
        {
            either?.Dispose();
            late?.Dispose();
            if (!isWhole)
            {
                body.Dispose();
            }
        }
    }

    public void Dispose() => Swap([]);

    /// <returns>False: there is no room for so much.</returns>
    private bool Grow(int length)
    {
        var larger = ArrayPool<byte>.Shared.Rent(length);
        if (!_room.Take(larger.Length))
        {
            ArrayPool<byte>.Shared.Return(larger);
            return false;
        }

        _buffer.AsSpan(0, _length).CopyTo(larger);
        Swap(larger);
        return true;
    }

    private void Swap(byte[] buffer)
    {
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _room.Give(_buffer.Length);
        }

        (_buffer, _length) = (buffer, buffer.Length == 0 ? 0 : _length);
    }
}
