using System.Globalization;
using System.Net;

namespace Sluice.Bot.GitHub.Chain;

/// <summary>
/// Asks whether an answer is still the same, which costs nothing of the hourly budget. Bounded: the longest unused goes first.
/// </summary>
/// <param name="mostBytes">As they are kept: GitHub's answers pack to a tenth of what they are.</param>
internal sealed class EtagCache(HttpMessageHandler inner, int mostEntries = 4000, long mostBytes = 16 * 1024 * 1024)
    : DelegatingHandler(inner)
{
    private const int MostBody = 512 * 1024;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, LinkedListNode<Kept>> _byKey = new(StringComparer.Ordinal);
    private readonly LinkedList<Kept> _byUse = new();
    private long _bytes;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Method != HttpMethod.Get || request.IsAskedOnce())
        {
            return await base.SendAsync(request, cancellationToken);
        }

        var key = string.Create(CultureInfo.InvariantCulture, $"{request.By().Installation} {request.RequestUri}");
        var kept = Find(key);
        request.Headers.Remove("If-None-Match");
        if (kept is not null)
        {
            request.Headers.TryAddWithoutValidation("If-None-Match", kept.Tag);
        }

        var response = await base.SendAsync(request, cancellationToken);
        if (response.StatusCode == HttpStatusCode.NotModified && kept is not null)
        {
            return kept.Again(response);
        }

        if (response.StatusCode == HttpStatusCode.OK && response.Headers.TryGetValues("ETag", out var tags))
        {
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            Keep(
                new Kept(
                    key,
                    tags.First(),
                    body.Length > MostBody ? null : Packed.Of(body),
                    response.Headers.TryGetValues("Link", out var links) ? links.First() : null
                )
            );
            response.Content = Json(body);
        }

        return response;
    }

    private Kept? Find(string key)
    {
        lock (_gate)
        {
            if (!_byKey.TryGetValue(key, out var node))
            {
                return null;
            }

            _byUse.Remove(node);
            _byUse.AddFirst(node);
            return node.Value;
        }
    }

    private void Keep(Kept kept)
    {
        lock (_gate)
        {
            if (_byKey.Remove(kept.Key, out var old))
            {
                Drop(old);
            }

            if (kept.Body is null)
            {
                return; // too large to be kept
            }

            _byKey[kept.Key] = _byUse.AddFirst(kept);
            _bytes += kept.Body.Length;
            while (_byUse.Last is { } last && (_byUse.Count > mostEntries || _bytes > mostBytes))
            {
                _byKey.Remove(last.Value.Key);
                Drop(last);
            }
        }
    }

    private void Drop(LinkedListNode<Kept> node)
    {
        _byUse.Remove(node);
        _bytes -= node.Value.Body!.Length;
    }

    private static ByteArrayContent Json(byte[] body) => new(body) { Headers = { { "Content-Type", "application/json" } } };

    private sealed record Kept(string Key, string Tag, byte[]? Body, string? Link)
    {
        /// <summary>The same answer once more, with the limits as the new one tells them.</summary>
        public HttpResponseMessage Again(HttpResponseMessage unchanged)
        {
            var response = new HttpResponseMessage(HttpStatusCode.OK)
            {
                RequestMessage = unchanged.RequestMessage,
                Content = Json(Packed.Read(Body!)),
            };
            foreach (var (name, values) in unchanged.Headers)
            {
                response.Headers.TryAddWithoutValidation(name, values);
            }

            if (Link is not null)
            {
                response.Headers.Remove("Link");
                response.Headers.TryAddWithoutValidation("Link", Link);
            }

            unchanged.Dispose();
            return response;
        }
    }
}
