using System.Text.Json;
using System.Text.RegularExpressions;

namespace Sluice.Hub.Tests.Conformance;

/// <summary>GitHub's OpenAPI description of its REST API: is this answer one that it documents?</summary>
public sealed class RestDescription
{
    private static readonly Lazy<RestDescription> Parsed = new(() => new RestDescription());

    // Any operation may answer these, documented or not.
    private static readonly int[] Anywhere = [304, 400, 401, 403, 404, 422, 429, 502, 503];

    // Answers seen from GitHub that its description leaves out.
    private static readonly (string Operation, int Status)[] SeenAllTheSame = [("PATCH /repos/{owner}/{repo}/git/refs/{ref}", 409)];

    private readonly JsonDocument _document = JsonDocument.Parse(
        File.ReadAllBytes(TestData.At("openapi", "generated/api.github.com.json"))
    );
    private readonly SchemaCheck _schemas;
    private readonly (Regex Path, string Template, JsonElement Item)[] _paths;

    private RestDescription()
    {
        _schemas = new SchemaCheck(_document.RootElement);
        // Where two templates fit a path, the one with more literal text is meant.
        _paths =
        [
            .. _document
                .RootElement.GetProperty("paths")
                .EnumerateObject()
                .OrderByDescending(p => Regex.Replace(p.Name, @"\{[^}]*\}", "").Length)
                .Select(p => (Compile(p.Name), p.Name, p.Value)),
        ];
    }

    public static RestDescription Instance => Parsed.Value;

    private JsonElement AnyError => _document.RootElement.GetProperty("components").GetProperty("schemas").GetProperty("basic-error");

    /// <summary>Whether a route's method and pattern are an operation of GitHub's, whatever its parameters are called.</summary>
    public bool Knows(string operation)
    {
        var (method, pattern) = operation.Split(' ', 2) is [var m, var p] ? (m.ToLowerInvariant(), Bare(p)) : ("", "");
        return _paths.Any(path => Bare(path.Template) == pattern && path.Item.TryGetProperty(method, out _));
    }

    /// <summary>What is wrong with an answer; none when GitHub could have given it.</summary>
    public IEnumerable<string> Faults(string method, string path, int status, string body)
    {
        path = Normal(path);
        if (Find(method, path) is not var (template, operation))
            return status == 404 ? [] : [$"GitHub has no operation {method} {path}"];
        var name = $"{method} {template}";
        if (!operation.GetProperty("responses").TryGetProperty($"{status}", out var response))
        {
            return Anywhere.Contains(status) || SeenAllTheSame.Contains((name, status))
                ? Against(name, status, AnyError, body)
                : [$"{name} documents no {status}: {body}"];
        }

        response = _schemas.Resolve(response);
        if (!response.TryGetProperty("content", out var content))
        {
            if (status >= 400)
                return Against(name, status, AnyError, body);
            return body.Length > 0 ? [$"{name} {status} has no body by its description, but here: {body}"] : [];
        }

        return content.TryGetProperty("application/json", out var json) ? Against(name, status, json.GetProperty("schema"), body) : [];
    }

    private IEnumerable<string> Against(string name, int status, JsonElement schema, string body)
    {
        if (body.Length == 0)
            return status is 304 ? [] : [$"{name} {status} has no body"];
        using var value = JsonDocument.Parse(body);
        return
        [
            .. _schemas
                .Faults(schema, value.RootElement)
                .Where(f => !IsDescriptionsOwn(name, f))
                .Select(fault => $"{name} {status}: {fault}"),
        ];
    }

    // In this one place the account must be a person and an enterprise at once; everywhere else it is either.
    private static bool IsDescriptionsOwn(string name, string fault) =>
        name == "GET /app/installations" && Regex.IsMatch(fault, @"^\$\[\d+\]\.account\.(name|slug|created_at|updated_at) is missing$");

    private (string Template, JsonElement Operation)? Find(string method, string path)
    {
        foreach (var (pattern, template, item) in _paths)
        {
            if (item.TryGetProperty(method.ToLowerInvariant(), out var operation) && pattern.IsMatch(path))
                return (template, operation);
        }

        return null;
    }

    private static string Bare(string template) => Regex.Replace(template, @"\{[^}]*\}", "{}");

    // Addresses of pages name repositories by number; a repository's root is contents with an empty path.
    private static string Normal(string path)
    {
        path = Regex
            .Replace(path.Split('?')[0], "^/repositories/[0-9]+", "/repos/owner/repo")
            .Replace("/api/v3/", "/", StringComparison.Ordinal);
        return Regex.Replace(path, "/contents/?$", "/contents/.");
    }

    // Refs, paths and the two sides of a comparison hold slashes.
    private static Regex Compile(string template) =>
        new(
            "^"
                + Regex.Replace(
                    template,
                    @"\{([^}]*)\}",
                    m => m.Groups[1].Value is "ref" or "path" or "branch" or "basehead" ? ".+" : "[^/]+"
                )
                + "$",
            RegexOptions.CultureInvariant
        );
}
