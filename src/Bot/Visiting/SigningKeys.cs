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

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    private readonly SemaphoreSlim _asking = new(1);
    private Published _published = new(FrozenDictionary<string, RSAParameters>.Empty, DateTimeOffset.MinValue);
    private DateTimeOffset _asked = DateTimeOffset.MinValue;

    public async Task<RSAParameters?> Find(string name, CancellationToken stop)
    {
        if (Known(name) is { } known)
        {
            return known; // whoever names a key that nobody knows keeps nobody else waiting
        }

        await _asking.WaitAsync(stop);
        try
        {
            if (Known(name) is null && clock.GetUtcNow() - _asked > Pause)
            {
                // Not the caller's to end: the answer is everybody's, and a caller who hangs up would spend it for all.
                var keys = await Ask();
                _asked = clock.GetUtcNow();
                if (keys is not null)
                {
                    Volatile.Write(ref _published, new(keys, _asked));
                }
            }

            return Known(name);
        }
        finally
        {
            _asking.Release();
        }
    }

    public void Dispose() => _asking.Dispose();

    private RSAParameters? Known(string name)
    {
        var published = Volatile.Read(ref _published);
        return clock.GetUtcNow() - published.At <= Fresh && published.Keys.TryGetValue(name, out var key) ? key : null;
    }

    private async Task<FrozenDictionary<string, RSAParameters>?> Ask()
    {
        using var patience = new CancellationTokenSource(Patience, clock);
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        Standard.Dress(request);
        request.Headers.Accept.Clear();
        try
        {
            using var response = await network.SendAsync(request, patience.Token);
            if (!response.IsSuccessStatusCode)
            {
                return null;
            }

            using var json = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(patience.Token));
            return json
                .RootElement.GetProperty("keys")
                .EnumerateArray()
                .Where(key =>
                    Text(key, "kty") == "RSA" && Text(key, "kid") is not null && Text(key, "n") is not null && Text(key, "e") is not null
                )
                .ToFrozenDictionary(
                    key => Text(key, "kid")!,
                    key => new RSAParameters
                    {
                        Modulus = Base64Url.DecodeFromChars(Text(key, "n")),
                        Exponent = Base64Url.DecodeFromChars(Text(key, "e")),
                    }
                );
        }
        catch (Exception fault)
            when (fault
                    is HttpRequestException
                        or IOException
                        or JsonException
                        or FormatException
                        or KeyNotFoundException
                        or ArgumentException
                        or InvalidOperationException
                        or OperationCanceledException
            )
        {
            return null; // nobody is let in: the next token asks again
        }
    }

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private sealed record Published(FrozenDictionary<string, RSAParameters> Keys, DateTimeOffset At);
}
