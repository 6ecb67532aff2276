using System.Buffers.Text;
using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text.Json;
using Sluice.Bot.GitHub.Chain;

namespace Sluice.Bot.Visiting;

/// <summary>The keys that an issuer of tokens publishes, by their name.</summary>
/// <param name="address">Of its key set.</param>
public sealed class SigningKeys(Uri address, HttpMessageInvoker network, TimeProvider clock) : IDisposable
{
    /// <summary>A key that is taken back is believed no longer than this.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(15);

    /// <summary>A name that nobody knows does not make us ask each time.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(20);

    private readonly SemaphoreSlim _asking = new(1);
    private FrozenDictionary<string, RSAParameters> _keys = FrozenDictionary<string, RSAParameters>.Empty;
    private DateTimeOffset _asked = DateTimeOffset.MinValue;
    private DateTimeOffset _got = DateTimeOffset.MinValue;

    public async Task<RSAParameters?> Find(string name, CancellationToken stop)
    {
        await _asking.WaitAsync(stop);
        try
        {
            var now = clock.GetUtcNow();
            if ((now - _got > Fresh || !_keys.ContainsKey(name)) && now - _asked > Pause)
            {
                _asked = now;
                if (await Ask(stop) is { } keys)
                {
                    (_keys, _got) = (keys, now);
                }
            }

            return now - _got <= Fresh && _keys.TryGetValue(name, out var key) ? key : null;
        }
        finally
        {
            _asking.Release();
        }
    }

    public void Dispose() => _asking.Dispose();

    private async Task<FrozenDictionary<string, RSAParameters>?> Ask(CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        Standard.Dress(request);
        request.Headers.Accept.Clear();
        try
        {
            using var response = await network.SendAsync(request, stop);
            if (!response.IsSuccessStatusCode)
            {
                return null;
            }

            using var json = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(stop));
            return json.RootElement.GetProperty("keys").EnumerateArray()
                .Where(key => Text(key, "kty") == "RSA" && Text(key, "kid") is not null && Text(key, "n") is not null && Text(key, "e") is not null)
                .ToFrozenDictionary(key => Text(key, "kid")!, key => new RSAParameters { Modulus = Base64Url.DecodeFromChars(Text(key, "n")), Exponent = Base64Url.DecodeFromChars(Text(key, "e")) });
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or JsonException or FormatException or KeyNotFoundException or ArgumentException or InvalidOperationException)
        {
            return null; // nobody is let in: the next token asks again
        }
    }

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
