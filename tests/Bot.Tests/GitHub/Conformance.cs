using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.RegularExpressions;
using Sluice.Hub.Tests.Conformance;

namespace Sluice.Bot.Tests.GitHub;

/// <summary>Holds each request that the client makes against GitHub's OpenAPI description, or, for GraphQL, against its schema.</summary>
public sealed class Conformance(HttpMessageHandler network) : DelegatingHandler(network)
{
    private static readonly Lazy<Description> GitHub = new(() => new Description());

    private readonly ConcurrentQueue<string> _asked = new();
    private readonly ConcurrentQueue<string> _faults = new();
    private readonly ConcurrentQueue<(string Asked, int Status)> _answers = new();

    /// <summary>Method and path of each request, in order.</summary>
    public IReadOnlyCollection<string> Requests => _asked;

    public IReadOnlyCollection<(string Asked, int Status)> Answers => _answers;

    public IReadOnlyCollection<string> Faults => _faults;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        var path = request.RequestUri!.AbsolutePath;
        _asked.Enqueue($"{request.Method} {path}");
        var faults =
            path == "/graphql"
                ? GraphSchema.Faults(body)
                : GitHub.Value.Faults(request.Method.Method, path, request.RequestUri.Query, body);
        foreach (var fault in faults)
        {
            _faults.Enqueue($"{request.Method} {path}: {fault}");
        }

        var response = await base.SendAsync(request, cancellationToken);
        _answers.Enqueue(($"{request.Method} {path}", (int)response.StatusCode));
        return response;
    }

    private sealed class Description
    {
        private readonly JsonElement _root = JsonDocument
            .Parse(File.ReadAllBytes(TestData.At("openapi", "generated/api.github.com.json")))
            .RootElement;
        private readonly SchemaCheck _schemas;
        private readonly (Regex Path, JsonElement Item)[] _paths;

        public Description()
        {
            _schemas = new SchemaCheck(_root);
            _paths =
            [
                .. _root
                    .GetProperty("paths")
                    .EnumerateObject()
                    .OrderByDescending(path => Regex.Replace(path.Name, @"\{[^}]*\}", "").Length)
                    .Select(path => (new Regex("^" + Regex.Replace(path.Name, @"\{[^}]*\}", "[^/]+") + "$"), path.Value)),
            ];
        }

        public IEnumerable<string> Faults(string method, string path, string query, string body)
        {
            path = Regex.Replace(path, "^/repositories/[0-9]+", "/repos/owner/repo");
            var item = _paths
                .FirstOrDefault(each => each.Path.IsMatch(path) && each.Item.TryGetProperty(method.ToLowerInvariant(), out _))
                .Item;
            if (item.ValueKind == JsonValueKind.Undefined)
            {
                return ["GitHub has no such operation"];
            }

            var operation = item.GetProperty(method.ToLowerInvariant());
            return [.. Query(operation, query), .. Body(operation, body)];
        }

        private IEnumerable<string> Query(JsonElement operation, string query)
        {
            var known = operation.TryGetProperty("parameters", out var parameters)
                ? parameters
                    .EnumerateArray()
                    .Select(_schemas.Resolve)
                    .Where(each => each.GetProperty("in").GetString() == "query")
                    .ToDictionary(each => each.GetProperty("name").GetString()!)
                : [];
            foreach (var pair in query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
            {
                var name = pair.Split('=')[0];
                if (!known.ContainsKey(name))
                {
                    yield return $"there is no parameter {name}";
                }
            }
        }

        private IEnumerable<string> Body(JsonElement operation, string body)
        {
            if (
                !operation.TryGetProperty("requestBody", out var described)
                || !_schemas.Resolve(described).GetProperty("content").TryGetProperty("application/json", out var json)
            )
            {
                return body.Length > 0 ? ["it takes no body"] : [];
            }

            if (body.Length == 0)
            {
                return [];
            }

            var schema = _schemas.Resolve(json.GetProperty("schema"));
            using var value = JsonDocument.Parse(body);
            var unknown = value
                .RootElement.EnumerateObject()
                .Select(property => property.Name)
                .Except(Names(schema))
                .Select(name => $"the body has no property {name}");
            return [.. _schemas.Faults(schema, value.RootElement), .. unknown];
        }

        private IEnumerable<string> Names(JsonElement schema)
        {
            schema = _schemas.Resolve(schema);
            if (schema.TryGetProperty("properties", out var properties))
            {
                foreach (var property in properties.EnumerateObject())
                {
                    yield return property.Name;
                }
            }

            foreach (var word in new[] { "oneOf", "anyOf", "allOf" })
            {
                if (schema.TryGetProperty(word, out var choices))
                {
                    foreach (var name in choices.EnumerateArray().SelectMany(Names))
                    {
                        yield return name;
                    }
                }
            }
        }
    }
}
