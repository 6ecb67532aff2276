using System.Buffers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Sluice.Bot.Webhooks;

/// <summary>A request's raw bytes in a pooled buffer.</summary>
internal sealed class Body : IDisposable
{
    /// <summary>
    /// Of an announced length no more is believed before its bytes come; nearly every delivery is smaller, and is read at once.
    /// </summary>
    private const int Believed = 64 * 1024;

    /// <summary>GitHub gives a delivery up after ten seconds.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30),
        Grace = TimeSpan.FromSeconds(10);

    private readonly BodyRoom _room;
    private byte[] _buffer = [];
    private int _length;

    private Body(BodyRoom room) => _room = room;

    public Memory<byte> Bytes => _buffer.AsMemory(0, _length);

    /// <returns>Or the status that refuses it: 413, there were more than <paramref name="limit"/> bytes; 503, there is no room for it
    /// beside others; 408 or 400, it came too slowly or broke off.</returns>
    public static async Task<(Body? Body, int Refusal)> Read(HttpContext http, int limit, BodyRoom room)
    {
        var announced = http.Request.ContentLength;
        if (announced > limit)
        {
            return (null, StatusCodes.Status413PayloadTooLarge);
        }

        Hasten(http, announced ?? limit);
        var (body, isWhole) = (new Body(room), false);
        try
        {
            var has = body.Grow((int)Math.Min(announced ?? 16_384, Believed) + 1);
            while (has)
            {
                var read = await http.Request.Body.ReadAsync(body._buffer.AsMemory(body._length), http.RequestAborted);
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

                has = body._length < body._buffer.Length || body.Grow(body._buffer.Length * 2);
            }

            return (null, StatusCodes.Status503ServiceUnavailable);
        }
        catch (IOException fault)
        {
            // A senseless chunk is no BadHttpRequestException to the server, though as bad.
            return (null, (fault as BadHttpRequestException)?.StatusCode ?? StatusCodes.Status400BadRequest);
        }
        finally
        {
            if (!isWhole)
            {
                body.Dispose();
            }
        }
    }

    public void Dispose() => Swap([]);

    /// <summary>
    /// The server ends what comes too slowly (408), which for a large one is more than a few bytes a second: it would hold its memory for
    /// hours.
    /// </summary>
    private static void Hasten(HttpContext http, long length)
    {
        if (
            length > Believed
            && HttpProtocol.IsHttp11(http.Request.Protocol)
            && http.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } pace
        )
        {
            pace.MinDataRate = new(length / Patience.TotalSeconds, Grace);
        }
    }

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
