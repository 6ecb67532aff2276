using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using Sluice.Bot.GitHub.Wire;
using Sluice.Flow;
using Sluice.Turns.Ports;

namespace Sluice.Bot.GitHub.Chain;

/// <summary>The edge: what came over the wire becomes an answer, once and here.</summary>
internal static partial class Judging
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan AMinute = TimeSpan.FromMinutes(1);

    /// <summary>Conflicts that pass: GitHub is still at work on something that just happened.</summary>
    private static readonly string[] Passing = ["not authorized to push", "try the merge again", "try again", "is being"];

    /// <summary>
    /// Who says so means the App, or the machine that it runs on, and not what it asked for: that goes on when it may again.
    /// </summary>
    private static readonly string[] OfTheApp = ["has been suspended", "IP allow list"];

    public static Task<Answer<T>> Send<T>(
        HttpMessageInvoker chain,
        HttpRequestMessage request,
        JsonTypeInfo<T> shape,
        TimeProvider clock,
        CancellationToken stop
    ) => Send(chain, request, shape, (value, _) => value, clock, stop);

    /// <param name="take">Makes the result of the body and the headers beside it.</param>
    public static async Task<Answer<TResult>> Send<T, TResult>(
        HttpMessageInvoker chain,
        HttpRequestMessage request,
        JsonTypeInfo<T> shape,
        Func<T, HttpResponseMessage, TResult> take,
        TimeProvider clock,
        CancellationToken stop
    )
    {
        try
        {
            using var response = await chain.SendAsync(request, stop);
            var body = await response.Content.ReadAsByteArrayAsync(stop);
            return response.IsSuccessStatusCode
                ? Successful(response, body, shape, take, clock.GetUtcNow())
                : Unsuccessful<TResult>(response, System.Text.Encoding.UTF8.GetString(body), clock.GetUtcNow());
        }
        catch (Exception fault) when (fault is HttpRequestException or TimeoutException or IOException)
        {
            return new Answer<TResult>.Later(clock.GetUtcNow() + Soon, $"{Name(request)}: {fault.Message}");
        }
    }

    private static Answer<TResult> Successful<T, TResult>(
        HttpResponseMessage response,
        byte[] body,
        JsonTypeInfo<T> shape,
        Func<T, HttpResponseMessage, TResult> take,
        DateTimeOffset now
    )
    {
        if (typeof(T) == typeof(Empty))
        {
            return new Answer<TResult>.Made(take((T)(object)new Empty(), response));
        }

        try
        {
            return JsonSerializer.Deserialize(response.StatusCode == HttpStatusCode.NoContent ? "{}"u8 : body, shape) is { } value
                ? new Answer<TResult>.Made(take(value, response))
                : new Answer<TResult>.Later(now + AMinute, $"{Name(response.RequestMessage)}: GitHub answered nothing");
        }
        catch (JsonException fault)
        {
            return new Answer<TResult>.Later(
                now + AMinute,
                $"{Name(response.RequestMessage)}: GitHub's answer cannot be read: {fault.Message}"
            );
        }
    }

    private static Answer<T> Unsuccessful<T>(HttpResponseMessage response, string body, DateTimeOffset now)
    {
        var status = (int)response.StatusCode;
        var why = $"{Name(response.RequestMessage)}: {status} {Words(body)}";
        return response.StatusCode switch
        {
            HttpStatusCode.Forbidden when OfTheApp.Any(word => body.Contains(word, StringComparison.Ordinal)) => new Answer<T>.Later(
                now + AMinute,
                why
            )
            {
                Undone = true,
            },
            _ when Refusal.IsLimit(response, body) => new Answer<T>.Later(Named.Until(response, now) ?? now + AMinute, why)
            {
                Undone = true,
            },
            HttpStatusCode.Forbidden when response.Headers.TryGetValues("X-Accepted-GitHub-Permissions", out var needs) =>
                new Answer<T>.Refused($"{why} (needs {string.Join(' ', needs)})", status),
            HttpStatusCode.Conflict when Passing.Any(word => body.Contains(word, StringComparison.OrdinalIgnoreCase)) =>
                new Answer<T>.Later(now + Soon, why),
            // Renamed or moved: the sweep learns the new name. The token is not sent after a redirect.
            >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest => new Answer<T>.Later(now + AMinute, why),
            HttpStatusCode.RequestTimeout => new Answer<T>.Later(now + Soon, why),
            >= HttpStatusCode.InternalServerError => new Answer<T>.Later(now + Soon, why),
            _ => new Answer<T>.Refused(why, status),
        };
    }

    /// <summary>GitHub's message and what it says of each field; a proxy's page is cut short.</summary>
    internal static string Words(string body)
    {
        try
        {
            if (JsonSerializer.Deserialize(body, GitHubJson.Default.ErrorJson) is { Message: { } message } error)
            {
                return string.Join("; ", new[] { message }.Concat(error.Details()));
            }
        }
        catch (JsonException)
        {
            // Not GitHub's own form: its beginning says what it can.
        }

        return Page().Match(body) is { Success: true } page ? $"a page instead of an answer{Title(page.Groups["title"].Value)}" : Cut(body);
    }

    private static string Title(string title) =>
        string.IsNullOrWhiteSpace(title) ? "" : $" ({Cut(WebUtility.HtmlDecode(title).ReplaceLineEndings(" ").Trim())})";

    private static string Cut(string text) => Clipped.To(text, 201);

    /// <summary>Of a proxy, or of GitHub itself while it has trouble.</summary>
    [GeneratedRegex(
        @"\A\s*<(?:!doctype|html|head)\b(?:.*?<title[^>]*>(?<title>[^<]*))?",
        RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.NonBacktracking
    )]
    private static partial Regex Page();

    private static string Name(HttpRequestMessage? request) =>
        request is null ? "GitHub" : $"{request.Method} {request.RequestUri?.AbsolutePath}";
}
