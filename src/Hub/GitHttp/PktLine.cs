using System.Globalization;
using System.Text;

namespace Sluice.Hub.GitHttp;

/// <summary>Git's framing: four hexadecimal digits of length, then the payload; 0000 ends a section.</summary>
internal static class PktLine
{
    private const int Longest = 65_515;

    /// <summary>The next payload, or null at a flush. Throws at the end of the stream.</summary>
    public static async Task<byte[]?> Read(Stream stream, CancellationToken cancel)
    {
        var header = new byte[4];
        await stream.ReadExactlyAsync(header, cancel);
        if (
            !int.TryParse(Encoding.ASCII.GetString(header), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var length)
            || length is > 0 and < 4
        )
            throw new FormatException("The request is not in git's pkt-line format.");
        if (length == 0)
            return null;
        var payload = new byte[length - 4];
        await stream.ReadExactlyAsync(payload, cancel);
        return payload;
    }

    public static byte[] Write(ReadOnlySpan<byte> payload)
    {
        var line = new byte[payload.Length + 4];
        Encoding.ASCII.GetBytes((payload.Length + 4).ToString("x4", CultureInfo.InvariantCulture), line);
        payload.CopyTo(line.AsSpan(4));
        return line;
    }

    public static byte[] Write(string text) => Write(Encoding.UTF8.GetBytes(text));

    /// <summary>A payload on a side band: 1 data, 2 what the user sees.</summary>
    public static IEnumerable<byte[]> Band(byte band, byte[] payload) => payload.Chunk(Longest).Select(chunk => Write([band, .. chunk]));

    public static ReadOnlySpan<byte> Flush => "0000"u8;
}
