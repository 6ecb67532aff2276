using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Sluice.Bot.GitHub.Chain;
using Sluice.Bot.GitHub.Wire;

namespace Sluice.Bot.Visiting;

/// <summary>Whether GitHub lets a token read a repository: asked of GitHub with that very token, and remembered for a moment by its digest.</summary>
/// <param name="api">GitHub's API root.</param>
/// <param name="network">What speaks to it, without the App's own credentials.</param>
public sealed class GitHubSight(Uri api, HttpMessageInvoker network, TimeProvider clock) : IDisposable
{
    /// <summary>Whoever loses the right to read goes on reading no longer than this.</summary>
    private static readonly TimeSpan Yes = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan No = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    private const int Most = 20_000;

    /// <summary>GitHub shuts out an address from which too many tokens come that are none.</summary>
    private const int FailuresAMinute = 30;

    private readonly Uri _root = new(api.AbsoluteUri.TrimEnd('/') + "/");
    private readonly ConcurrentDictionary<string, Seen> _seen = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _doors = new(16);
    private readonly Lock _gate = new();
    private (DateTimeOffset Since, int Count) _failures;

    /// <param name="id">The repository's: a name may have gone to another.</param>
    public async Task<bool> Sees(string token, string fullName, long id, CancellationToken stop)
    {
        var key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{token}\n{fullName.ToLowerInvariant()}")));
        if (_seen.TryGetValue(key, out var known) && known.Until > clock.GetUtcNow())
        {
            return known.Id == id;
        }

        if (fullName.Split('/') is not [var owner, var name] || IsFlooded())
        {
            return false;
        }

        await _doors.WaitAsync(stop);
        try
        {
            var found = await Ask(token, owner, name, stop);
            if (found is { } answer)
            {
                Remember(key, answer);
            }

            return found == id;
        }
        finally
        {
            _doors.Release();
        }
    }

    public void Dispose() => _doors.Dispose();

    /// <summary>The repository's id; 0: not for this token; null: GitHub could not be asked, and nobody is let in for that.</summary>
    private async Task<long?> Ask(string token, string owner, string name, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_root, $"repos/{Uri.EscapeDataString(owner)}/{Uri.EscapeDataString(name)}"));
        Standard.Dress(request);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var patience = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, patience.Token);
        try
        {
            using var response = await network.SendAsync(request, either.Token);
            Count(response.StatusCode);
            return response.StatusCode switch
            {
                HttpStatusCode.OK => JsonSerializer.Deserialize(await response.Content.ReadAsByteArrayAsync(either.Token), GitHubJson.Default.RepositoryJson)?.Id ?? 0,
                HttpStatusCode.NotFound or HttpStatusCode.Unauthorized => 0,
                HttpStatusCode.Forbidden when !await Refusal.IsLimit(response, either.Token) => 0,
                _ => null,
            };
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or JsonException || (fault is OperationCanceledException && !stop.IsCancellationRequested))
        {
            return null;
        }
    }

    private void Remember(string key, long id)
    {
        var now = clock.GetUtcNow();
        if (_seen.Count >= Most)
        {
            foreach (var (old, seen) in _seen)
            {
                if (seen.Until <= now || _seen.Count >= Most)
                {
                    _seen.TryRemove(old, out _);
                }
            }
        }

        _seen[key] = new(id, now + (id == 0 ? No : Yes));
    }

    private void Count(HttpStatusCode status)
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            _failures = now - _failures.Since > TimeSpan.FromMinutes(1) ? (now, 0) : _failures;
            _failures.Count += status == HttpStatusCode.Unauthorized ? 1 : 0;
        }
    }

    private bool IsFlooded()
    {
        lock (_gate)
        {
            return _failures.Count >= FailuresAMinute && clock.GetUtcNow() - _failures.Since <= TimeSpan.FromMinutes(1);
        }
    }

    private readonly record struct Seen(long Id, DateTimeOffset Until);
}
