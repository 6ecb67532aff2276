using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Sluice.Bot.Advising;
using Sluice.Bot.Settings;
using Sluice.Flow.Intake.Risk.Advising;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Tests.Advising;

/// <summary>The advisor over HTTP, in both protocols.</summary>
public sealed class AdvisorTests : IAsyncLifetime
{
    private static readonly Question Question = new("Look for what breaks.", "mark\nfile: a.py\n+price = 0\nmark\n");

    private readonly HttpClient _http = Advisors.Connections();
    private ModelServer _model = null!;

    public static TheoryData<string> Providers => ["openai", "anthropic"];

    public async ValueTask InitializeAsync() => _model = await ModelServer.Start();

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _model.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task It_asks_once_without_chance_for_an_answer_of_the_schema(string provider)
    {
        _model.Answers = asked => asked == Question.Text ? """{"worries":[]}""" : "another text";

        Assert.Equal(new Answer<string>.Made("""{"worries":[]}"""), await Ask(provider));

        var (key, body) = Assert.Single(_model.Asked);
        Assert.Equal("small", (string)body["model"]!);
        Assert.Equal(provider == "openai" ? 0.0 : null, (double?)body["temperature"]); // Anthropic's protocol has none any more
        Assert.Equal(Advisor.LongestAnswer, (int)(body["max_completion_tokens"] ?? body["max_tokens"])!);
        Assert.Contains("\"worries\"", (body["response_format"] ?? body["output_config"])!.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains(Question.Instructions, body.ToJsonString(), StringComparison.Ordinal);
        Assert.Null(body["tools"]);
        Assert.Equal("Bearer the-key", key);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_server_that_fails_is_asked_once_and_no_more(string provider)
    {
        _model.Trouble = http =>
        {
            http.Response.StatusCode = 500;
            return Task.CompletedTask;
        };

        Assert.IsType<Answer<string>.Refused>(await Ask(provider));
        Assert.Single(_model.Asked);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_server_that_hangs_is_given_up(string provider)
    {
        _model.Trouble = http => Task.Delay(Timeout.Infinite, http.RequestAborted);

        var refused = Assert.IsType<Answer<string>.Refused>(await Ask(provider, patience: TimeSpan.FromMilliseconds(300)));

        Assert.StartsWith("no answer within", refused.Why, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task An_answer_without_end_is_cut_off(string provider)
    {
        var sent = 0L;
        _model.Trouble = async http =>
        {
            http.Response.ContentType = "application/json";
            await http.Response.WriteAsync("{\"id\":\"");
            while (!http.RequestAborted.IsCancellationRequested)
            {
                await http.Response.WriteAsync(new string('x', 16_384), http.RequestAborted);
                Interlocked.Add(ref sent, 16_384);
            }
        };

        Assert.IsType<Answer<string>.Refused>(await Ask(provider));
        Assert.InRange(Interlocked.Read(ref sent), 1, 64 * 1024 * 1024);
    }

    [Theory]
    [InlineData("openai", "{}")]
    [InlineData("openai", "{\"choices\":[]}")]
    [InlineData("openai", "not json")]
    [InlineData("anthropic", "{}")]
    [InlineData("anthropic", "[1]")]
    [InlineData("anthropic", "not json")]
    public async Task What_is_not_of_its_protocol_is_a_failure_and_no_answer_that_counts(string provider, string text)
    {
        _model.Trouble = http =>
        {
            http.Response.ContentType = "application/json";
            return http.Response.WriteAsync(text);
        };

        var told = (await Ask(provider)).Match(answer => answer, _ => "", _ => "later");

        Assert.Equal("", told);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task The_key_does_not_follow_to_another_address(string provider)
    {
        await using var other = await ModelServer.Start();
        _model.Trouble = http =>
        {
            http.Response.Redirect(other.Endpoint(provider), permanent: true, preserveMethod: true);
            return Task.CompletedTask;
        };

        Assert.IsType<Answer<string>.Refused>(await Ask(provider));
        Assert.Empty(other.Asked);
    }

    [Fact]
    public async Task Once_the_tokens_of_a_day_are_spent_nobody_is_asked()
    {
        using var advisor = Connected("openai", tokensPerDay: Advisor.LongestAnswer + 400);

        Assert.IsType<Answer<string>.Made>(await advisor.Ask(Question, TestContext.Current.CancellationToken));
        Assert.IsType<Answer<string>.Made>(await advisor.Ask(Question, TestContext.Current.CancellationToken));
        Assert.IsType<Answer<string>.Refused>(await advisor.Ask(Question, TestContext.Current.CancellationToken));
        Assert.Equal(2, _model.Asked.Count);
    }

    [Fact]
    public async Task At_the_end_of_the_process_who_waits_for_an_answer_is_told_to_ask_again()
    {
        var asked = new TaskCompletionSource();
        _model.Trouble = http =>
        {
            asked.SetResult();
            return Task.Delay(Timeout.Infinite, http.RequestAborted);
        };
        var advisor = Connected("openai");
        var asking = advisor.Ask(Question, TestContext.Current.CancellationToken);
        await asked.Task;

        advisor.Dispose();

        Assert.IsType<Answer<string>.Later>(await asking);
    }

    private async Task<Answer<string>> Ask(string provider, TimeSpan? patience = null)
    {
        using var advisor = Connected(provider, patience);
        return await advisor.Ask(Question, TestContext.Current.CancellationToken);
    }

    private Advisor Connected(string provider, TimeSpan? patience = null, long tokensPerDay = 100_000) =>
        Advisors.From(
            new AiSettings(provider, new Uri(_model.Endpoint(provider)), "small", "the-key") { TokensPerDay = tokensPerDay },
            _http,
            TimeProvider.System,
            NullLogger<Advisor>.Instance,
            patience
        )!;
}
