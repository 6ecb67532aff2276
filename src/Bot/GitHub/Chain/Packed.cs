using System.IO.Compression;

namespace Sluice.Bot.GitHub.Chain;

/// <summary>Bytes that are kept for long and read seldom: the quickest packing there is.</summary>
internal static class Packed
{
    public static byte[] Of(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var writer = new DeflateStream(packed, CompressionLevel.Fastest))
        {
            writer.Write(bytes);
        }

        return packed.ToArray();
    }

    public static byte[] Read(byte[] packed)
    {
        using var reader = new DeflateStream(new MemoryStream(packed), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        reader.CopyTo(bytes);
        return bytes.ToArray();
    }
}
