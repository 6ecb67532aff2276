using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Sluice.Bot.Visiting;

/// <summary>
/// Writes what only this bot reads: AES-256-GCM with a key of its own for each purpose. Whatever was changed, or sealed for something else,
/// does not open.
/// </summary>
public sealed class Sealing(ReadOnlyMemory<byte> key, string purpose)
{
    private const int Nonce = 12;
    private const int Tag = 16;

    private readonly byte[] _key = HKDF.DeriveKey(
        HashAlgorithmName.SHA256,
        key.ToArray(),
        32,
        info: Encoding.UTF8.GetBytes($"sluice {purpose}")
    );

    public string Seal(ReadOnlySpan<byte> plain)
    {
        var sealedText = new byte[Nonce + Tag + plain.Length];
        RandomNumberGenerator.Fill(sealedText.AsSpan(0, Nonce));
        using var cipher = new AesGcm(_key, Tag);
        cipher.Encrypt(sealedText.AsSpan(0, Nonce), plain, sealedText.AsSpan(Nonce + Tag), sealedText.AsSpan(Nonce, Tag));
        return Base64Url.EncodeToString(sealedText);
    }

    /// <summary>Null: it does not open.</summary>
    public byte[]? Open(string text)
    {
        try
        {
            var sealedText = Base64Url.DecodeFromChars(text);
            if (sealedText.Length < Nonce + Tag)
            {
                return null;
            }

            var plain = new byte[sealedText.Length - Nonce - Tag];
            using var cipher = new AesGcm(_key, Tag);
            cipher.Decrypt(sealedText.AsSpan(0, Nonce), sealedText.AsSpan(Nonce + Tag), sealedText.AsSpan(Nonce, Tag), plain);
            return plain;
        }
        catch (Exception fault) when (fault is FormatException or CryptographicException)
        {
            return null;
        }
    }
}
