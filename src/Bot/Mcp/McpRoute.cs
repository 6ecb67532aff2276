using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Bot.Api;
using Sluice.Bot.Visiting;
using Sluice.Bot.Webhooks;

namespace Sluice.Bot.Mcp;

/// <summary>
/// <c>POST /mcp</c>: Model Context Protocol over its streamable HTTP transport, without sessions and without a stream: each message is
/// answered by itself, so that any replica answers any of them.
/// </summary>
internal static class McpRoute
{
    private static readonly string[] Versions = ["2025-11-25", "2025-06-18", "2025-03-26"];

    private const string Instructions =
        "Sluice is the merge queue, canary and revert bot of these repositories. Ask pull_status where a pull request stands, what to do about it, and when to come back; explain for the reasons and what would change them; why_ejected for what failed; queue and deploys for the whole. It only tells: commands are given by comments on the pull request.";

    public static void MapMcp(this IEndpointRouteBuilder routes)
    {
        var address = routes.ServiceProvider.GetRequiredService<PublicAddress>();
        routes.MapWrite(
            "/mcp",
            async (HttpContext http, Reads reads, BodyRoom room, CancellationToken stop) =>
            {
                if (http.Request.Headers.Origin.Count > 0 && !SameOrigin.Holds(http.Request, address))
                {
                    return Results.StatusCode(StatusCodes.Status403Forbidden); // another site's page, by way of a browser
                }

                if (http.Request.Headers["MCP-Protocol-Version"] is [{ } version] && !Versions.Contains(version))
                {
                    return Failure(
                        null,
                        -32600,
                        $"{version}: this version of the protocol is not spoken here; {string.Join(", ", Versions)} are.",
                        400
                    );
                }

                var (json, refusal) = await UploadBody.Read(http, room);
                using (json)
                {
                    return json is null ? refusal! : await Answer(json.RootElement, reads, stop);
                }
            }
        );
    }

    private static async Task<IResult> Answer(JsonElement message, Reads reads, CancellationToken stop)
    {
        if (!message.TryGetProperty("method", out var method) || method.ValueKind != JsonValueKind.String)
        {
            return message.TryGetProperty("result", out _) || message.TryGetProperty("error", out _)
                ? Results.Accepted()
                : Failure(null, -32600, "This is no JSON-RPC request.", 400);
        }

        if (!message.TryGetProperty("id", out var id))
        {
            return Results.Accepted(); // a notification
        }

        var asked = message.TryGetProperty("params", out var given) ? given : default;
        return method.GetString() switch
        {
            "initialize" => Success(id, Hello(asked)),
            "ping" => Success(id, []),
            "tools/list" => Success(id, new JsonObject { ["tools"] = Tools.Listed() }),
            "tools/call" => await Call(id, asked, reads, stop),
            var other => Failure(id, -32601, $"{other}: there is no such method."),
        };
    }

    private static async Task<IResult> Call(JsonElement id, JsonElement asked, Reads reads, CancellationToken stop)
    {
        if (
            asked.ValueKind != JsonValueKind.Object
            || !asked.TryGetProperty("name", out var name)
            || name.ValueKind != JsonValueKind.String
            || Tools.Find(name.GetString()) is not { } tool
        )
        {
            return Failure(id, -32602, "There is no such tool: tools/list tells which there are.");
        }

        var (told, isError) = await tool.Call(asked.TryGetProperty("arguments", out var arguments) ? arguments : default, reads, stop);
        return Success(
            id,
            new JsonObject
            {
                ["content"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = told.ToJsonString() }),
                ["structuredContent"] = told,
                ["isError"] = isError,
            }
        );
    }

    private static JsonObject Hello(JsonElement asked)
    {
        var wants =
            asked.ValueKind == JsonValueKind.Object
            && asked.TryGetProperty("protocolVersion", out var version)
            && version.ValueKind == JsonValueKind.String
                ? version.GetString()
                : null;
        return new JsonObject
        {
            ["protocolVersion"] = Versions.Contains(wants) ? wants : Versions[0],
            ["capabilities"] = new JsonObject { ["tools"] = new JsonObject { ["listChanged"] = false } },
            ["serverInfo"] = new JsonObject
            {
                ["name"] = "sluice",
                ["version"] =
                    typeof(McpRoute)
                        .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()
                        ?.InformationalVersion.Split('+')[0]
                    ?? "0",
            },
            ["instructions"] = Instructions,
        };
    }

    private static IResult Success(JsonElement id, JsonObject result) =>
        Results.Json(
            new JsonObject
            {
                ["jsonrpc"] = "2.0",
                ["id"] = JsonNode.Parse(id.GetRawText()),
                ["result"] = result,
            }
        );

    private static IResult Failure(JsonElement? id, int code, string message, int status = 200) =>
        Results.Json(
            new JsonObject
            {
                ["jsonrpc"] = "2.0",
                ["id"] = id is { } known ? JsonNode.Parse(known.GetRawText()) : null,
                ["error"] = new JsonObject { ["code"] = code, ["message"] = message },
            },
            statusCode: status
        );
}
