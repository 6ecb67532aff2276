using Anthropic;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Sluice.Bot.Settings;

namespace Sluice.Bot.Advising;

/// <summary>The advisor that the settings name, over connections of its own.</summary>
public static class Advisors
{
    private const int LargestAnswer = 256 * 1024;

    /// <summary>An address is the operator's, and stays what the operator wrote: the key goes nowhere else.</summary>
    public static HttpClient Connections() =>
        new(new BoundedBody(new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = TimeSpan.FromSeconds(5) }, LargestAnswer))
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };

    /// <summary>Null: none is wanted.</summary>
    /// <exception cref="InvalidOperationException">The provider is unknown.</exception>
    public static Advisor? From(AiSettings settings, HttpClient http, TimeProvider clock, ILogger<Advisor> log, TimeSpan? patience = null)
    {
        IChatClient? model = settings switch
        {
            { Provider: "openai", Model: { } name, Key: { } key } => new OpenAiChat(name, key, settings.Endpoint, http),
            { Provider: "anthropic", Model: { } name, Key: { } key } => Anthropic(name, key, settings.Endpoint, http),
            { Provider: "none" } => null,
            _ => throw new InvalidOperationException($"{settings.Provider} is no advisor that can be asked"),
        };
        return model is null ? null
            : patience is { } limit ? new Advisor(model, new TokenPurse(settings.TokensPerDay, clock), clock, log) { Patience = limit }
            : new Advisor(model, new TokenPurse(settings.TokensPerDay, clock), clock, log);
    }

    // Said in full, so that nothing of it is taken from the machine's environment.
    private static IChatClient Anthropic(string model, string key, Uri? endpoint, HttpClient http) =>
        new AnthropicClient
        {
            ApiKey = key,
            AuthToken = null,
            BaseUrl = endpoint?.AbsoluteUri.TrimEnd('/') ?? "https://api.anthropic.com",
            HttpClient = http,
            MaxRetries = 0,
        }.AsIChatClient(model, Advisor.LongestAnswer);
}
