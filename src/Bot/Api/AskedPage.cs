using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;
using Sluice.Bot.Settings;

namespace Sluice.Bot.Api;

/// <summary>Which part of a list is asked for, as <c>?page=2&amp;per_page=50</c>; without either, all of it.</summary>
/// <param name="Each">How many a page holds; null: all.</param>
/// <param name="Fault">Why it cannot be told; null: it can.</param>
internal sealed record AskedPage(int Page, int? Each, string? Fault)
{
    private const int Most = 1000;

    /// <summary>Where a page is asked for and nobody says how many it holds.</summary>
    private const int Usual = 100;

    public static readonly IReadOnlyList<Asking> Asks =
    [
        new("page", "Which page of the list, from 1; the header Link names the next.", 1, int.MaxValue),
        new("per_page", $"How many a page holds; {Usual} where only a page is asked for.", 1, Most),
    ];

    public static ValueTask<AskedPage> BindAsync(HttpContext http)
    {
        var (page, each) = (Read(http.Request.Query, "page", int.MaxValue), Read(http.Request.Query, "per_page", Most));
        return ValueTask.FromResult(
            page is 0 || each is 0
                ? new AskedPage(
                    1,
                    null,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"page is a whole number from 1, and per_page one from 1 to {Most}, each given once."
                    )
                )
                : new AskedPage(page ?? 1, page is null ? each : each ?? Usual, null)
        );
    }

    /// <summary>The part, with where the others are in the header <c>Link</c>, as GitHub does it.</summary>
    public IReadOnlyList<T> Of<T>(IReadOnlyList<T> all, HttpContext http)
    {
        if (Each is not { } each)
        {
            return all;
        }

        var last = Math.Max(1, (all.Count + each - 1) / each);
        var links = new List<string>();
        if (Page > 1)
        {
            links.Add(Link(http.Request, 1, each, "first"));
            links.Add(Link(http.Request, Math.Min(Page - 1, last), each, "prev"));
        }

        if (Page < last)
        {
            links.Add(Link(http.Request, Page + 1, each, "next"));
            links.Add(Link(http.Request, last, each, "last"));
        }

        http.Response.Headers.Link = links.Count > 0 ? string.Join(", ", links) : StringValues.Empty;
        return Page > last ? [] : [.. all.Skip((Page - 1) * each).Take(each)];
    }

    /// <summary>Behind a proxy the request says where the proxy asks, and not where its client does.</summary>
    private static string Link(HttpRequest request, int page, int each, string relation)
    {
        var path = UriHelper.BuildRelative(request.PathBase, request.Path);
        var address = request.HttpContext.RequestServices.GetService<BotSettings>()?.PublicUrl is { } told
            ? told.AbsoluteUri.TrimEnd('/') + path
            : UriHelper.BuildAbsolute(request.Scheme, request.Host) + path.TrimStart('/');
        return string.Create(CultureInfo.InvariantCulture, $"<{address}?page={page}&per_page={each}>; rel=\"{relation}\"");
    }

    /// <returns>Null: not asked for; 0: not to be told.</returns>
    private static int? Read(IQueryCollection query, string name, int most) =>
        !query.TryGetValue(name, out var asked) ? null
        : asked is [{ } text]
        && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number >= 1
        && number <= most
            ? number
        : 0;
}
