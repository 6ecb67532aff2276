using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Sluice.Hub.Model;
using Sluice.Hub.Payloads;

namespace Sluice.Hub.Rest;

/// <summary>
/// A request whose body does not say what the operation must know. Thrown by the readers below, answered with its refusal.
/// </summary>
internal sealed class BodyFault(Refusal refusal) : Exception(refusal.Message)
{
    public Refusal Refusal { get; } = refusal;
}

/// <summary>One request, as a route's handler sees it. Handlers run alone in the world.</summary>
public sealed class Call(
    World world,
    Wire wire,
    Caller caller,
    Route route,
    SortedDictionary<string, string> values,
    IQueryCollection query,
    JsonNode? body
)
{
    private Repository? _repository;

    public World World { get; } = world;

    public Wire Wire { get; } = wire;

    public Caller Caller { get; } = caller;

    public Route Route { get; } = route;

    /// <summary>The path of the request below the API's root, not decoded.</summary>
    public string Path { get; init; } = "";

    public string Accept { get; init; } = "";

    /// <summary>The credential as sent.</summary>
    public string? Token { get; init; }

    /// <summary>The body when it is an object; empty otherwise.</summary>
    public JsonObject Body { get; } = body as JsonObject ?? [];

    /// <summary>The body whatever it is.</summary>
    public JsonNode? RawBody { get; } = body;

    /// <summary>The repository that the path names. Routes with {owner} and {repo} have it, and the caller sees it.</summary>
    public Repository Repository => _repository ??= World.Repository(this["owner"], this["repo"]) ?? throw new BodyFault(Refusal.NotFound);

    public string this[string name] => values[name];

    public long Id(string name) =>
        long.TryParse(this[name], NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : throw new BodyFault(Refusal.NotFound);

    /// <summary>The number of a pull or an issue that the path names.</summary>
    public int Numbered => Id("number") is <= int.MaxValue and var number ? (int)number : throw new BodyFault(Refusal.NotFound);

    public Pull Pull() => Repository.Pulls.GetValueOrDefault(Numbered) ?? throw new BodyFault(Refusal.NotFound);

    public string? Query(string name) => Queries.TryGetValue(name, out var found) ? found.ToString() : null;

    public int QueryNumber(string name, int otherwise) =>
        int.TryParse(Query(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;

    public IQueryCollection Queries { get; } = query;

    /// <summary>A text that must be there.</summary>
    public string Text(string name) => Optional(name) ?? throw Missing(name);

    public string? Optional(string name) =>
        Body[name] switch
        {
            null => null,
            JsonValue value when value.TryGetValue<string>(out var text) => text,
            var other => throw Wrong(name, other, "a string"),
        };

    public bool? Flag(string name) =>
        Body[name] switch
        {
            null => null,
            JsonValue value when value.TryGetValue<bool>(out var flag) => flag,
            var other => throw Wrong(name, other, "a boolean"),
        };

    public long? Number(string name) =>
        Body[name] switch
        {
            null => null,
            JsonValue value when value.TryGetValue<long>(out var number) => number,
            var other => throw Wrong(name, other, "an integer"),
        };

    public JsonArray? List(string name) =>
        Body[name] switch
        {
            null => null,
            JsonArray list => list,
            var other => throw Wrong(name, other, "an array"),
        };

    public JsonObject? Object(string name) =>
        Body[name] switch
        {
            null => null,
            JsonObject inner => inner,
            var other => throw Wrong(name, other, "an object"),
        };

    public string[]? Texts(string name) =>
        List(name)
            ?.Select(item =>
                item is JsonValue value && value.TryGetValue<string>(out var text) ? text : throw Wrong(name, item, "a string")
            )
            .ToArray();

    /// <summary>422 as GitHub words a missing field.</summary>
    internal static BodyFault Missing(string name) => new(new Refusal(422, $"Invalid request.\n\n\"{name}\" wasn't supplied."));

    private static BodyFault Wrong(string name, JsonNode? value, string expected) =>
        new(new Refusal(422, $"Invalid request.\n\nFor 'properties/{name}', {value?.ToJsonString() ?? "nil"} is not {expected}."));
}
