using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Headers;
using Sluice.Bot.GitHub.Wire;
using Sluice.Turns.Ports;

namespace Sluice.Bot.GitHub.Chain;

/// <summary>
/// Tokens of installations: kept until shortly before they end, asked for once however many need one. Nothing is assumed of their shape.
/// </summary>
/// <param name="api">GitHub's API root, with a slash at its end.</param>
/// <param name="chain">What stands below the signing of requests.</param>
public sealed class InstallationTokens(Uri api, HttpMessageInvoker chain, AppKey key, TimeProvider clock)
{
    /// <summary>A push or a long read may begin with the last use of a token.</summary>
    private static readonly TimeSpan Early = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan RefusalHolds = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<long, Box> _boxes = new();

    /// <param name="refused">The token that was not taken: it is not given out again. Null: any will do.</param>
    /// <returns>Never refused: who gets no token was not refused what it is for.</returns>
    public async Task<Answer<string>> For(long installation, string? refused, CancellationToken stop)
    {
        var box = _boxes.GetOrAdd(installation, _ => new Box());
        await box.Gate.WaitAsync(stop);
        try
        {
            var now = clock.GetUtcNow();
            if (box.No is { } no && now < box.AskAgain)
            {
                return no;
            }

            box.Token = box.Token == refused ? null : box.Token;
            return box.Token is { } token && now < box.Ends - Early ? new Answer<string>.Made(token) : await Ask(installation, box, stop);
        }
        finally
        {
            box.Gate.Release();
        }
    }

    private async Task<Answer<string>> Ask(long installation, Box box, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Post,
            new Uri(api, string.Create(CultureInfo.InvariantCulture, $"app/installations/{installation}/access_tokens"))
        );
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key.Token());
        request.Options.Set(Marks.Caller, Caller.App);
        request.Options.Set(Marks.For, installation);
        Standard.Dress(request);
        var answer = await Judging.Send(chain, request, GitHubJson.Default.TokenJson, clock, stop);
        var now = clock.GetUtcNow();
        switch (answer)
        {
            case Answer<TokenJson>.Made(var made) when !string.IsNullOrEmpty(made.Token):
                (box.Token, box.Ends, box.No) = (made.Token, made.ExpiresAt ?? now + TimeSpan.FromMinutes(30), null);
                return new Answer<string>.Made(made.Token);
            case Answer<TokenJson>.Made:
                return new Answer<string>.Later(now + RefusalHolds, "GitHub answered without a token");
            case Answer<TokenJson>.Refused refused:
                // The App's key, the clock or the installation is meant, and not what the token was wanted for: taken for a refusal of
                // that, a branch would have no rules, and a pull request be put out.
                (box.Token, box.AskAgain) = (null, now + RefusalHolds);
                return box.No = new Answer<string>.Later(box.AskAgain, $"no token for installation {installation}: {refused.Why}")
                {
                    Undone = true,
                };
            case Answer<TokenJson>.Later when box.Token is { } old && now < box.Ends:
                return new Answer<string>.Made(old);
            case Answer<TokenJson>.Later { Undone: true } later:
                box.AskAgain = later.Until;
                return box.No = later.Not<string>();
            case Answer<TokenJson>.Later later:
                return later.Not<string>();
            default:
                throw new InvalidOperationException("no such answer");
        }
    }

    private sealed class Box
    {
        public SemaphoreSlim Gate { get; } = new(1, 1);

        public string? Token { get; set; }

        public DateTimeOffset Ends { get; set; }

        /// <summary>What everybody is told until then.</summary>
        public Answer<string>? No { get; set; }

        public DateTimeOffset AskAgain { get; set; }
    }
}
