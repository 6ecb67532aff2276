using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Sluice.Bot.Tests.Advising;

/// <summary>A language model on this machine that speaks the protocols of OpenAI and of Anthropic, and answers as it is told.</summary>
internal sealed class ModelServer : IAsyncDisposable
{
    private WebApplication _app = null!;

    private ModelServer() { }

    /// <summary>From the text that it was asked to the text that it answers.</summary>
    public Func<string, string> Answers { get; set; } = _ => """{"worries":[]}""";

    /// <summary>Instead of an answer.</summary>
    public Func<HttpContext, Task>? Trouble { get; set; }

    public ConcurrentQueue<(string Key, JsonNode Body)> Asked { get; } = [];

    public Uri Url => new(_app.Urls.Single());

    /// <summary>The endpoint of a provider, as a setting names it.</summary>
    public string Endpoint(string provider) => provider == "openai" ? $"{Url}v1" : Url.AbsoluteUri;

    public static async Task<ModelServer> Start()
    {
        var server = new ModelServer();
        server._app = await LocalSite.Start(app =>
        {
            app.MapPost(
                "/v1/chat/completions",
                http => server.Take(http, body => ((string)body["messages"]!.AsArray()[^1]!["content"]!, OpenAi))
            );
            app.MapPost("/v1/messages", http => server.Take(http, body => (Text(body["messages"]!.AsArray()[^1]!["content"]!), Anthropic)));
        });
        return server;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task Take(HttpContext http, Func<JsonNode, (string Text, Func<string, JsonNode> Wrap)> read)
    {
        var body = (await JsonNode.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted))!;
        Asked.Enqueue((http.Request.Headers.Authorization.ToString(), body));
        if (Trouble is { } trouble)
        {
            await trouble(http);
            return;
        }

        var (text, wrap) = read(body);
        await http.Response.WriteAsJsonAsync(wrap(Answers(text)), http.RequestAborted);
    }

    private static string Text(JsonNode content) =>
        content is JsonArray parts ? string.Concat(parts.Select(part => (string)part!["text"]!)) : (string)content!;

    private static JsonObject OpenAi(string answer) =>
        new()
        {
            ["id"] = "chatcmpl-1",
            ["object"] = "chat.completion",
            ["created"] = 1_700_000_000,
            ["model"] = "small",
            ["choices"] = new JsonArray(
                new JsonObject
                {
                    ["index"] = 0,
                    ["finish_reason"] = "stop",
                    ["message"] = new JsonObject { ["role"] = "assistant", ["content"] = answer },
                }
            ),
            ["usage"] = new JsonObject
            {
                ["prompt_tokens"] = 200,
                ["completion_tokens"] = 20,
                ["total_tokens"] = 220,
            },
        };

    private static JsonObject Anthropic(string answer) =>
        new()
        {
            ["id"] = "msg_1",
            ["type"] = "message",
            ["role"] = "assistant",
            ["model"] = "small",
            ["content"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = answer }),
            ["stop_reason"] = "end_turn",
            ["stop_sequence"] = null,
            ["usage"] = new JsonObject { ["input_tokens"] = 200, ["output_tokens"] = 20 },
        };
}
