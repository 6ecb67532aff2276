using System.Text.Json;

namespace Sluice.Bot.Tests.Webhooks;

/// <summary>GitHub's own example payloads, which <c>eng/testdata.sh</c> fetches.</summary>
internal static class Payloads
{
    private const string Where = ".cache/npm/node_modules/@octokit/webhooks-examples/api.github.com/index.json";

    private static readonly Lazy<IReadOnlyList<(string Kind, JsonElement Body)>> Read = new(Load);

    public static IReadOnlyList<(string Kind, JsonElement Body)> All => Read.Value;

    public static IEnumerable<JsonElement> Of(string kind, string? action = null) =>
        All.Where(payload =>
                payload.Kind == kind
                && (action is null || payload.Body.TryGetProperty("action", out var does) && does.GetString() == action)
            )
            .Select(payload => payload.Body);

    private static List<(string, JsonElement)> Load()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var file = Path.Combine(folder.FullName, Where);
            if (File.Exists(file))
            {
                using var json = JsonDocument.Parse(File.ReadAllBytes(file));
                return
                [
                    .. from kind in json.RootElement.EnumerateArray()
                    from example in kind.GetProperty("examples").EnumerateArray()
                    select (kind.GetProperty("name").GetString()!, example.Clone()),
                ];
            }
        }

        throw new FileNotFoundException($"{Where} is in no folder above {AppContext.BaseDirectory}: run eng/testdata.sh, or ./sluice test");
    }
}
