using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Sluice.Flow;
using Sluice.Flow.Intake.Risk.Advising;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Advising;

/// <summary>
/// Asks a language model once, within a time and a number of tokens. It has no tools, so that an answer is all that can come of it.
/// </summary>
public sealed partial class Advisor(IChatClient model, TokenPurse purse, TimeProvider clock, ILogger<Advisor> log) : IAdvisor, IDisposable
{
    /// <summary>Tokens of an answer: three worries are a few hundred.</summary>
    public const int LongestAnswer = 1_000;

    private const int Abreast = 2;

    /// <summary>Code has three to four letters a token.</summary>
    private const int LettersOfAToken = 3;

    private static readonly JsonElement Schema = JsonSerializer.Deserialize<JsonElement>(Question.Schema);

    private readonly SemaphoreSlim _places = new(Abreast);
    private readonly CancellationTokenSource _life = new();

    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(20);

    public async Task<Answer<string>> Ask(Question question, CancellationToken stop)
    {
        using var life = CancellationTokenSource.CreateLinkedTokenSource(stop, _life.Token);
        try
        {
            await _places.WaitAsync(life.Token);
            try
            {
                return await AskNow(question, life.Token);
            }
            finally
            {
                _places.Release();
            }
        }
        catch (OperationCanceledException) when (life.IsCancellationRequested)
        {
            return new Answer<string>.Later(clock.GetUtcNow() + TimeSpan.FromMinutes(1), "the process ends");
        }
    }

    public void Dispose() => _life.Cancel();

    private async Task<Answer<string>> AskNow(Question question, CancellationToken life)
    {
        var taken = ((question.Instructions.Length + question.Text.Length) / LettersOfAToken) + LongestAnswer;
        if (!purse.TryTake(taken, out var day))
        {
            return Failed("the tokens of this day are spent");
        }

        using var patience = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(life, patience.Token);
        try
        {
            var response = await model.GetResponseAsync(
                [new(ChatRole.System, question.Instructions), new(ChatRole.User, question.Text)],
                new ChatOptions
                {
                    Temperature = 0,
                    MaxOutputTokens = LongestAnswer,
                    ResponseFormat = ChatResponseFormat.ForJsonSchema(Schema, "worries"),
                },
                either.Token
            );
            purse.Settle(day, taken, response.Usage?.TotalTokenCount ?? taken);
            return new Answer<string>.Made(response.Text);
        }
        catch (Exception) when (life.IsCancellationRequested)
        {
            throw new OperationCanceledException(life);
        }
        catch (Exception fault)
        {
            // Whatever a model, a proxy or a library makes of it: nothing depends on the answer, and it is not asked again.
            return Failed(
                patience.IsCancellationRequested
                    ? $"no answer within {Patience.TotalSeconds:0} s"
                    : $"{fault.GetType().Name}: {fault.Message}"
            );
        }
    }

    private Answer<string>.Refused Failed(string why)
    {
        var told = Clipped.To(why.ReplaceLineEndings(" "), 300);
        NoAdvice(log, told);
        return new(told);
    }

    [LoggerMessage(LogLevel.Warning, "No advice: {Why}")]
    private static partial void NoAdvice(ILogger log, string why);
}
