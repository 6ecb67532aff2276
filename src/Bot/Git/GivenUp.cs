using System.Collections.Concurrent;
using System.Globalization;
using Sluice.Turns;

namespace Sluice.Bot.Git;

/// <summary>
/// Questions about commits that git could not answer in its time. They are the same at the next look, and the next: anybody could open a
/// few pull requests of that kind, and turns and processors would be theirs.
/// </summary>
internal sealed class GivenUp(TimeProvider clock)
{
    /// <summary>Until it is tried again: the machine may have been busy.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<string, (DateTimeOffset Until, string Why)> _questions = new();

    /// <exception cref="NotNowException">It was given up a moment ago, or is now.</exception>
    public async Task<GitOutput> Try(GitCommand question, Func<Task<GitOutput>> ask)
    {
        var key = $"{question.Directory} {question}";
        if (_questions.TryGetValue(key, out var known) && known.Until > clock.GetUtcNow())
        {
            throw NotNow(known);
        }

        try
        {
            return await ask();
        }
        catch (GitException fault) when (fault.TookTooLong)
        {
            var now = clock.GetUtcNow();
            foreach (var over in _questions.Where(each => each.Value.Until <= now))
            {
                _questions.TryRemove(over);
            }

            throw NotNow(_questions[key] = (now + Pause, fault.Message));
        }
    }

    private static NotNowException NotNow((DateTimeOffset Until, string Why) known) =>
        new(
            string.Create(CultureInfo.InvariantCulture, $"{known.Why}; it is asked again at {known.Until.UtcDateTime:HH:mm} UTC"),
            known.Until
        );
}
