using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text.Json;
using Sluice.Bot.GitHub;
using Sluice.Flow;
using Sluice.Flow.Release.Files;
using Sluice.Flow.Repo;
using Sluice.Turns;

namespace Sluice.Bot.Telemetry;

/// <summary>What this process counts. No label names a repository: that is the scrape's to add, for public ones alone.</summary>
public sealed class Meters : IDisposable
{
    public const string Name = "Sluice";

    private readonly Meter _meter;
    private readonly Counter<long> _deliveries;
    private readonly Counter<long> _turns;
    private readonly Histogram<double> _turnTime;
    private readonly Counter<long> _moves;
    private readonly Counter<long> _builds;
    private readonly Counter<long> _landed;
    private readonly Counter<long> _ejected;
    private readonly Counter<long> _canaries;
    private readonly Counter<long> _verdicts;
    private readonly Counter<long> _reverts;

    public Meters(IMeterFactory meters)
    {
        _meter = meters.Create(Name);
        _deliveries = _meter.CreateCounter<long>("sluice.deliveries", description: "Webhook deliveries, by the status that was answered.");
        _turns = _meter.CreateCounter<long>("sluice.turns", description: "Turns taken, by kind of subject and how they ended.");
        _turnTime = _meter.CreateHistogram<double>(
            "sluice.turn.duration",
            "s",
            "How long turns took, by kind of subject.",
            advice: new InstrumentAdvice<double>
            {
                HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
            }
        );
        _moves = _meter.CreateCounter<long>(
            "sluice.moves",
            description: "Moves made on GitHub and in git, by what came of them: made, refused, later."
        );
        _builds = _meter.CreateCounter<long>("sluice.builds", description: "Builds of candidates, by what became of them.");
        _landed = _meter.CreateCounter<long>("sluice.landed.pulls", description: "Pull requests that landed.");
        _ejected = _meter.CreateCounter<long>("sluice.ejected.pulls", description: "Pull requests that were put out.");
        _canaries = _meter.CreateCounter<long>("sluice.canary.steps", description: "Steps of canaries, by their word in the journal.");
        _verdicts = _meter.CreateCounter<long>("sluice.verdicts", description: "Verdicts on canaries that were acted on.");
        _reverts = _meter.CreateCounter<long>("sluice.reverts", description: "Revert pull requests that were opened.");
        Requests = _meter.CreateCounter<long>(
            "sluice.github.requests",
            description: "Requests to GitHub, by kind and status; 0: no answer."
        );
        foreach (var verdict in Enum.GetNames<Flow.Release.Verdict>())
        {
            _verdicts.Add(0, Tag("verdict", verdict.ToLowerInvariant())); // a rate has a beginning
        }

        _landed.Add(0);
        _ejected.Add(0);
        _reverts.Add(0);
    }

    /// <summary>Requests to GitHub, tagged by whoever sends them.</summary>
    internal Counter<long> Requests { get; }

    internal Meter Meter => _meter;

    public void Delivered(int status) => _deliveries.Add(1, Tag("status", status));

    /// <param name="outcome">done, blind, lost, waits or failed.</param>
    public void Took(Subject subject, string outcome, TimeSpan time)
    {
        _turns.Add(1, Tag("subject", Kind(subject)), Tag("outcome", outcome));
        _turnTime.Record(time.TotalSeconds, Tag("subject", Kind(subject)));
    }

    /// <summary>What a turn made and what it wrote into the journal.</summary>
    public void Took(TurnEnd end)
    {
        foreach (var move in end.Answers)
        {
            _moves.Add(1, Tag("move", move.Move), Tag("answer", move.Answer));
        }

        foreach (var line in end.Noted)
        {
            Note(end.Subject, line);
        }
    }

    internal void Watch(Outages outages) =>
        _meter.CreateObservableGauge(
            "sluice.github.breaker.open",
            () =>
                outages
                    .Seen()
                    .Select(each => new Measurement<int>(
                        each.Outage.Breaker is null ? 0 : 1,
                        Tag("installation", each.Installation == 0 ? "app" : each.Installation.ToString(CultureInfo.InvariantCulture)),
                        Tag("through", each.Through.ToString().ToLowerInvariant())
                    )),
            description: "1: GitHub mostly does not answer this installation (app: the App itself), and what can wait stands still; through: api or git."
        );

    public void Dispose() => _meter.Dispose();

    internal static KeyValuePair<string, object?> Tag(string name, object value) => new(name, value);

    private static string Kind(Subject subject) =>
        subject switch
        {
            PullSubject => "pull",
            LaneSubject => "lane",
            _ => "environment",
        };

    private void Note(Subject subject, JournalLine line)
    {
        switch (subject, line.Kind)
        {
            case (LaneSubject, "building"):
                _builds.Add(1, Tag("state", "started"));
                break;
            case (LaneSubject, "green" or "red" or "stalled" or "no_verdict"):
                _builds.Add(1, Tag("state", line.Kind));
                break;
            case (LaneSubject, "landed"):
                _landed.Add(line.Pulls.Count);
                break;
            case (PullSubject, "ejected"):
                _ejected.Add(1);
                break;
            case (EnvironmentSubject, Receipts.Kind):
                _verdicts.Add(1, Tag("verdict", Verdict(line)));
                break;
            case (EnvironmentSubject, _):
                _canaries.Add(1, Tag("step", line.Kind));
                _reverts.Add(line.Kind == "revert_opened" ? 1 : 0);
                break;
        }
    }

    private static string Verdict(JournalLine line)
    {
        using var kept = JsonDocument.Parse(line.Data ?? "{}");
        using var receipt = JsonDocument.Parse(kept.RootElement.TryGetProperty("receipt", out var text) ? text.GetString() ?? "{}" : "{}");
        return receipt.RootElement.TryGetProperty("answer", out var result) && result.TryGetProperty("verdict", out var verdict)
            ? verdict.GetString() ?? "unknown"
            : "unknown";
    }
}
