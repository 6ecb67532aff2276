using System.Data.Common;
using Microsoft.Extensions.Logging;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Webhooks;

/// <summary>
/// Rings for what was stored, after GitHub has its answer: whoever is stored once is new no more, so that asking GitHub to send it again would ring nobody. What is stored
/// while one ring is looked up is rung for together. What a crash forgets, the sweep rings.
/// </summary>
/// <param name="ring">Rings whoever the news concern.</param>
public sealed partial class Ringing(Func<IReadOnlyList<Fact>, CancellationToken, Task> ring, TimeProvider clock, ILogger<Ringing> log)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private List<Fact> _news = [];
    private bool _isRinging;

    public void Add(IReadOnlyList<Fact> news)
    {
        lock (_gate)
        {
            _news.AddRange(news);
            if (_news.Count > 0 && !_isRinging)
            {
                _isRinging = true;
                _ = Task.Run(RingAll, CancellationToken.None); // its faults are logged
            }
        }
    }

    private async Task RingAll()
    {
        while (Next() is { Count: > 0 } news)
        {
            await Ring(news);
        }
    }

    private List<Fact> Next()
    {
        lock (_gate)
        {
            (var news, _news) = (_news, []);
            _isRinging = news.Count > 0;
            return news;
        }
    }

    private async Task Ring(List<Fact> news)
    {
        while (true)
        {
            try
            {
                await ring(news, CancellationToken.None);
                return;
            }
            catch (DbException fault) when (fault.IsTransient)
            {
                Later(log, news.Count, fault.Message);
                await Task.Delay(Pause, clock);
            }
            catch (Exception) when (news.Count > 1)
            {
                foreach (var fact in news)
                {
                    await Ring([fact]);
                }

                return;
            }
            catch (Exception fault)
            {
                Unrung(log, fault, news[0].Key, news[0].Repo);
                return;
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Count} facts are stored, and whom they concern cannot be looked up now; again in a second: {Why}")]
    private static partial void Later(ILogger log, int count, string why);

    [LoggerMessage(LogLevel.Error, "Whom {Key} of repository {Repo} concerns cannot be looked up; the next sweep rings for it")]
    private static partial void Unrung(ILogger log, Exception fault, string key, long repo);
}
