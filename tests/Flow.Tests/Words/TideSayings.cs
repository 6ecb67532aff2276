using Sluice.Flow.Queue;

namespace Sluice.Flow.Tests.Words;

internal sealed class TideSayings : ISayings
{
    private static readonly TideReading Rates = new(18.25, 6, 40, TimeSpan.FromHours(6.66));

    public IEnumerable<Saying> All() =>
        [
            new("TideWords.High", TideWords.High(Rates)),
            new("TideWords.High.Unknown", TideWords.High(null)),
            new("TideWords.Behind", TideWords.Behind(41, 20)),
            new("TideWords.Over", TideWords.Over()),
            new("TideWords.Rates", TideWords.Rates(Rates)),
            new("TideWords.Rates.Stuck", TideWords.Rates(Rates with { Drains = 0, ToDrain = null })),
            new("TideWords.Rates.Empty", TideWords.Rates(Rates with { Backlog = 0, ToDrain = TimeSpan.Zero })),
        ];
}
