using Sluice.Bot.GitHub;
using Sluice.Flow;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Jobs;

/// <summary>Asks for webhooks again that came while nobody was there to take them: once in a while, and not for ever.</summary>
/// <param name="unheard">Of some delivery ids those that are not in the books.</param>
public sealed class Missed(
    Func<CancellationToken, Task<Answer<Row<HookAttempt>>>> failed,
    Func<HookAttempt, CancellationToken, Task<Answer<Nothing>>> again,
    Func<IReadOnlyCollection<string>, CancellationToken, Task<IReadOnlyCollection<string>>> unheard,
    TimeProvider clock
)
{
    private static readonly TimeSpan Between = TimeSpan.FromMinutes(5);

    /// <summary>What failed so often is not refused by chance.</summary>
    private const int Attempts = 4;

    /// <summary>Each costs a request, and the sweep has read by other ways what they tell.</summary>
    private const int Most = 100;

    private DateTimeOffset _looked;

    /// <summary>Oldest first, where it is time to look.</summary>
    /// <returns>How many were asked for.</returns>
    public async Task<int> AskAgain(CancellationToken stop)
    {
        if (clock.GetUtcNow() - _looked < Between)
        {
            return 0;
        }

        _looked = clock.GetUtcNow();
        if (await failed(stop) is not Answer<Row<HookAttempt>>.Made(var attempts))
        {
            return 0;
        }

        var open = attempts
            .GroupBy(attempt => attempt.Delivery)
            .Where(same => same.Count() < Attempts)
            .Select(same => same.MaxBy(attempt => attempt.Number)!)
            .ToList();
        var lost = (await unheard([.. open.Select(attempt => attempt.Delivery)], stop)).ToHashSet();
        var count = 0;
        foreach (var attempt in open.Where(attempt => lost.Contains(attempt.Delivery)).OrderBy(attempt => attempt.At).Take(Most))
        {
            count += await again(attempt, stop) is Answer<Nothing>.Made ? 1 : 0;
        }

        return count;
    }
}
