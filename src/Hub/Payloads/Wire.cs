using System.Globalization;
using System.Text.Json.Nodes;
using Sluice.Hub.Model;

namespace Sluice.Hub.Payloads;

/// <summary>
/// GitHub's JSON shapes of the world's things, the same in REST answers and in webhooks. One partial file per kind of thing.
/// </summary>
/// <param name="Api">Root of the REST API, without a slash at the end.</param>
/// <param name="Web">Root of the pages and of git, without a slash at the end.</param>
public sealed partial record Wire(string Api, string Web)
{
    public static string Time(DateTimeOffset when) => when.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static string? Time(DateTimeOffset? when) => when is { } known ? Time(known) : null;

    public string Of(Repository repository) => $"{Api}/repos/{repository.FullName}";

    public string Page(Repository repository) => $"{Web}/{repository.FullName}";

    public static JsonArray Array<T>(IEnumerable<T> items, Func<T, JsonNode?> shape) => new([.. items.Select(shape)]);

    private static JsonObject Link(string href) => new() { ["href"] = href };
}
