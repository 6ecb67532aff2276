using System.ClientModel;
using System.ClientModel.Primitives;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using OpenAI;
using OpenAI.Chat;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace Sluice.Bot.Advising;

/// <summary>OpenAI's protocol, which many others speak too, as a chat client: text in, text of a given schema out, no tools.</summary>
internal sealed class OpenAiChat : IChatClient
{
    private readonly ChatClient _chat;

    public OpenAiChat(string model, string key, Uri? endpoint, HttpClient http)
    {
        var options = new OpenAIClientOptions { Transport = new HttpClientPipelineTransport(http), RetryPolicy = new ClientRetryPolicy(0) };
        if (endpoint is not null)
        {
            options.Endpoint = endpoint;
        }

        _chat = new ChatClient(model, new ApiKeyCredential(key), options);
    }

    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        var asked = messages.Select(message =>
            message.Role == ChatRole.System
                ? (OpenAI.Chat.ChatMessage)new SystemChatMessage(message.Text)
                : new UserChatMessage(message.Text)
        );
        var completion = (await _chat.CompleteChatAsync(asked, Of(options), cancellationToken)).Value;
        return new ChatResponse(new ChatMessage(ChatRole.Assistant, string.Concat(completion.Content.Select(part => part.Text))))
        {
            Usage = completion.Usage is { } usage
                ? new UsageDetails
                {
                    InputTokenCount = usage.InputTokenCount,
                    OutputTokenCount = usage.OutputTokenCount,
                    TotalTokenCount = usage.TotalTokenCount,
                }
                : null,
        };
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        foreach (var update in (await GetResponseAsync(messages, options, cancellationToken)).ToChatResponseUpdates())
        {
            yield return update;
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    /// <summary>Its connections are whoever's who made it.</summary>
    public void Dispose() { }

    private static ChatCompletionOptions Of(ChatOptions? options) =>
        new()
        {
            Temperature = options?.Temperature,
            MaxOutputTokenCount = options?.MaxOutputTokens,
            ResponseFormat = options?.ResponseFormat is ChatResponseFormatJson { Schema: { } schema } format
                ? OpenAI.Chat.ChatResponseFormat.CreateJsonSchemaFormat(
                    format.SchemaName ?? "answer",
                    BinaryData.FromString(schema.GetRawText()),
                    jsonSchemaIsStrict: true
                )
                : null,
        };
}
