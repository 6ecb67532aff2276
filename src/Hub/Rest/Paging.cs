using System.Globalization;
using System.Text.Json.Nodes;

namespace Sluice.Hub.Rest;

/// <summary>Lists by pages: per_page 30, at most 100, and a Link header whose addresses name the repository by id.</summary>
internal static class Paging
{
    public static Reply Page<T>(this Call call, IEnumerable<T> items, Func<T, JsonNode?> shape)
    {
        var (page, links) = Cut(call, items);
        return WithLinks(Reply.Ok(new JsonArray([.. page.Select(shape)])), links);
    }

    /// <summary>The form with a total beside the list.</summary>
    public static Reply PageIn<T>(this Call call, string name, IReadOnlyCollection<T> items, Func<T, JsonNode?> shape)
    {
        var (page, links) = Cut(call, items);
        return WithLinks(
            Reply.Ok(new JsonObject { ["total_count"] = items.Count, [name] = new JsonArray([.. page.Select(shape)]) }),
            links
        );
    }

    private static Reply WithLinks(Reply reply, string? links)
    {
        if (links is not null)
            reply.Headers["Link"] = links;
        return reply;
    }

    private static (T[] Page, string? Links) Cut<T>(Call call, IEnumerable<T> items)
    {
        var all = items as IReadOnlyCollection<T> ?? [.. items];
        var size = Math.Clamp(call.QueryNumber("per_page", 30), 1, 100);
        var page = Math.Max(1, call.QueryNumber("page", 1));
        var last = Math.Max(1, (all.Count + size - 1) / size);
        var links = new List<string>();
        if (page > 1)
            links.Add(Link(call, Math.Min(page - 1, last), "prev"));
        if (page < last)
        {
            links.Add(Link(call, page + 1, "next"));
            links.Add(Link(call, last, "last"));
        }

        if (page > 1)
            links.Add(Link(call, 1, "first"));
        return (page > last ? [] : [.. all.Skip((page - 1) * size).Take(size)], links.Count == 0 ? null : string.Join(", ", links));
    }

    private static string Link(Call call, int page, string relation)
    {
        var path = call.Path;
        if (path.StartsWith("/repos/", StringComparison.Ordinal))
        {
            var rest = path.Split('/', 5);
            path = string.Create(
                CultureInfo.InvariantCulture,
                $"/repositories/{call.Repository.Id}{(rest.Length > 4 ? "/" + rest[4] : "")}"
            );
        }

        var others = call.Queries.Where(q => q.Key != "page").Select(q => $"{q.Key}={Uri.EscapeDataString(q.Value.ToString())}");
        var query = string.Join('&', others.Append(string.Create(CultureInfo.InvariantCulture, $"page={page}")));
        return $"<{call.Wire.Api}{path}?{query}>; rel=\"{relation}\"";
    }
}
