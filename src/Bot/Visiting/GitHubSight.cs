using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Sluice.Bot.GitHub.Chain;
using Sluice.Bot.GitHub.Wire;

namespace Sluice.Bot.Visiting;

/// <summary>
/// Whether GitHub lets a token read a repository, and knows it still: asked of GitHub with that very token, and remembered for a moment by
/// its digest.
/// </summary>
/// <param name="api">GitHub's API root.</param>
/// <param name="network">What speaks to it, without the App's own credentials.</param>
public sealed class GitHubSight(Uri api, HttpMessageInvoker network, TimeProvider clock) : IDisposable
{
    /// <summary>Whoever loses the right to read goes on reading no longer than this.</summary>
    private static readonly TimeSpan Yes = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan No = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    /// <summary>A token that GitHub let read something is known for one of its own so long, whatever others send.</summary>
    private static readonly TimeSpan Proven = TimeSpan.FromDays(1);

    /// <summary>Questions to GitHub.</summary>
    internal const int AtOnce = 16;

    private const int Most = 20_000;

    private readonly Uri _root = new(api.AbsoluteUri.TrimEnd('/') + "/");
    private readonly ConcurrentDictionary<string, Seen> _seen = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _doors = new(AtOnce);
    private readonly Failures _failures = new(clock);

    /// <param name="id">The repository's: a name may have gone to another.</param>
    /// <param name="from">The address that sent the token; null: it is of a session, which GitHub itself gave.</param>
    public async Task<bool> Sees(string token, string fullName, long id, string? from, CancellationToken stop)
    {
        var (whose, key) = (Digest(token), Digest($"{token}\n{fullName.ToLowerInvariant()}"));
        if (Recall(key) is { } known)
        {
            return known == id;
        }

        if (fullName.Split('/') is not [var owner, var name] || IsShutOut(whose, from))
        {
            return false;
        }

        await _doors.WaitAsync(stop);
        try
        {
            // Whoever came at once with others learns what became of those who went first.
            if (IsShutOut(whose, from))
            {
                return false;
            }

            var (status, found) = await Ask(token, $"repos/{Uri.EscapeDataString(owner)}/{Uri.EscapeDataString(name)}", stop);
            if (found is { } answer)
            {
                Remember(key, answer, answer == 0 ? No : Yes);
                Judge(whose, status, answer, from);
            }

            return found == id;
        }
        finally
        {
            _doors.Release();
        }
    }

    /// <summary>
    /// Whether GitHub knows the token of a session still: who was robbed of a browser revokes it there. Where GitHub cannot be asked, the
    /// session stands, for that is when an operator is needed.
    /// </summary>
    public async Task<bool> Knows(string token, CancellationToken stop)
    {
        var key = Digest($"{token}\n");
        if (Recall(key) is { } known)
        {
            return known != 0;
        }

        var (status, _) = await Ask(token, "user", stop);
        if (status is HttpStatusCode.OK or HttpStatusCode.Unauthorized)
        {
            Remember(key, status == HttpStatusCode.OK ? 1 : 0, status == HttpStatusCode.OK ? Yes : No);
        }

        return status != HttpStatusCode.Unauthorized;
    }

    public void Dispose() => _doors.Dispose();

    /// <summary>The token is dead, or is not known from an address that sent too many dead ones.</summary>
    private bool IsShutOut(string whose, string? from) =>
        Recall(whose) is { } standing ? standing == 0 : from is not null && _failures.AreTooMany(from);

    /// <summary>The id of what is there; 0: not for this token; null: GitHub could not be asked, and nobody is let in for that.</summary>
    private async Task<(HttpStatusCode? Status, long? Id)> Ask(string token, string path, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_root, path));
        Standard.Dress(request);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var patience = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, patience.Token);
        try
        {
            using var response = await network.SendAsync(request, either.Token);
            return (
                response.StatusCode,
                response.StatusCode switch
                {
                    HttpStatusCode.OK => JsonSerializer
                        .Deserialize(await response.Content.ReadAsByteArrayAsync(either.Token), GitHubJson.Default.RepositoryJson)
                        ?.Id
                        ?? 0,
                    HttpStatusCode.NotFound or HttpStatusCode.Unauthorized => 0,
                    HttpStatusCode.Forbidden when !await Refusal.IsLimit(response, either.Token) => 0,
                    _ => null,
                }
            );
        }
        catch (Exception fault)
            when (fault is HttpRequestException or IOException or JsonException
                || (fault is OperationCanceledException && !stop.IsCancellationRequested)
            )
        {
            return (null, null);
        }
    }

    /// <summary>
    /// What a token is worth, whichever repository was asked for: a dead one is not shown to GitHub again for a while, and counts once.
    /// </summary>
    private void Judge(string whose, HttpStatusCode? status, long answer, string? from)
    {
        if (answer != 0)
        {
            Remember(whose, 1, Proven);
        }
        else if (status == HttpStatusCode.Unauthorized)
        {
            Remember(whose, 0, No);
            if (from is not null)
            {
                _failures.Add(from);
            }
        }
    }

    private static string Digest(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private long? Recall(string key) => _seen.TryGetValue(key, out var known) && known.Until > clock.GetUtcNow() ? known.Id : null;

    private void Remember(string key, long id, TimeSpan time)
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

        _seen[key] = new(id, now + time);
    }

    private readonly record struct Seen(long Id, DateTimeOffset Until);
}
