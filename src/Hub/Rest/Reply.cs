using System.Text.Json.Nodes;
using Sluice.Hub.Limits;
using Sluice.Hub.Model;

namespace Sluice.Hub.Rest;

/// <summary>What a route answers.</summary>
public sealed record Reply(int Status, JsonNode? Body = null)
{
    private const string Documentation = "https://docs.github.com/rest";

    public SortedDictionary<string, string> Headers { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>A body that is not JSON (diffs, raw files), with its type.</summary>
    public (string ContentType, byte[] Bytes)? Raw { get; init; }

    /// <summary>The work is done, but the caller never hears of it.</summary>
    public bool IsLost { get; init; }

    /// <summary>Of GraphQL: whether it asked or changed something, and how many fields at once.</summary>
    public (bool IsQuery, int Fields)? Graph { get; init; }

    /// <summary>What the limits were asked for it; an answer of 304 gives it back.</summary>
    public Passage? Passage { get; init; }

    public static Reply NoContent => new(204);

    public static Reply Ok(JsonNode? body) => new(200, body);

    public static Reply Created(JsonNode body) => new(201, body);

    public static Reply Refused(Refusal refusal)
    {
        var body = new JsonObject
        {
            ["message"] = refusal.Message,
            ["documentation_url"] = Documentation,
            ["status"] = refusal.Status.ToString(System.Globalization.CultureInfo.InvariantCulture),
        };
        if (refusal.Errors.Length > 0)
            body["errors"] = new JsonArray([.. refusal.Errors.Select(Shape)]);
        var reply = new Reply(refusal.Status, body);
        if (refusal.AcceptedPermissions is { } accepted)
            reply.Headers["X-Accepted-GitHub-Permissions"] = accepted;
        return reply;
    }

    /// <summary>The shape of what was granted, or GitHub's refusal.</summary>
    public static Reply From<T>(Answer<T> answer, Func<T, Reply> granted) =>
        answer.Refusal is { } refusal ? Refused(refusal) : granted(answer.Value);

    private static JsonNode Shape(RefusalError error)
    {
        var shape = new JsonObject { ["resource"] = error.Resource, ["code"] = error.Code };
        if (error.Field is not null)
            shape["field"] = error.Field;
        if (error.Message is not null)
            shape["message"] = error.Message;
        if (error.Contexts is { } contexts)
            shape["contexts"] = new JsonArray([.. contexts.Select(c => new JsonObject { ["context"] = c.Context, ["state"] = c.State })]);
        return shape;
    }
}
