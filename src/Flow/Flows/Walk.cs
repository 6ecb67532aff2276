namespace Sluice.Flow.Flows;

/// <summary>A pull request's lines, walked from the first to the last; the time between two belongs to what it waited for.</summary>
internal sealed class Walk(Opened opened)
{
    private readonly TimeSpan[] _spent = new TimeSpan[4];
    private DateTimeOffset _since = opened.At;
    private Stage? _stage = Stage.People;
    private Trip _trip = new(opened.Number, opened.Author, opened.At, null, null, null);
    private bool _out;

    public Walk Take(Happening line)
    {
        _trip = _trip with
        {
            Origin = line.Origin ?? _trip.Origin,
            Agent = line.Origin is null ? _trip.Agent : line.Agent,
            Model = line.Origin is null ? _trip.Model : line.Model,
            Band = line.Band ?? _trip.Band,
        };
        switch (line.Teller, line.Kind)
        {
            case (Teller.Pull, "outcome"):
                _trip =
                    line.Ending is "Reverted" or "Regressed" or "Hotfixed" && _trip.Landed is not null
                        ? _trip with
                        {
                            Failed = _trip.Failed ?? line.At,
                        }
                        : _trip;
                break;
            case (Teller.Lane, "landed") or (Teller.Pull, "merged") when _trip.Landed is null:
                Go(Stage.Deploy, line.At);
                _trip = _trip with { Landed = line.At, Out = line.At };
                break;
            case (Teller.Pull, "healthy" or "reverted" or "inconclusive") when _trip.Landed is not null && _trip.Live is null:
                Go(null, line.At);
                _trip = line.Kind == "healthy" ? _trip with { Live = line.At } : _trip;
                break;
            case (Teller.Pull, _) when _trip.Landed is null:
                Stand(line);
                break;
        }

        return this;
    }

    public Trip End() =>
        _trip with
        {
            People = _spent[(int)Stage.People],
            Queue = _spent[(int)Stage.Queue],
            Ci = _spent[(int)Stage.Ci],
            Deploy = _trip.Live is null ? TimeSpan.Zero : _spent[(int)Stage.Deploy],
            Now = _stage is { } stage && !_out ? new Waiting(stage, _since) : null,
        };

    private void Stand(Happening line)
    {
        switch (line.Kind)
        {
            case "queued":
                Go(Stage.Queue, line.At);
                Join(line.At);
                break;
            case "testing":
                Go(Stage.Ci, line.At);
                Join(line.At);
                break;
            case "waiting" when IsForPeople(line.Code):
                Go(Stage.People, line.At);
                _trip = _trip with { Questions = _trip.Questions + (line.Code == "draft" ? 0 : 1) };
                break;
            case "waiting":
                Go(Stage.Queue, line.At);
                if (IsInLine(line.Code))
                {
                    Join(line.At);
                }

                break;
            case "held":
                Go(Stage.People, line.At);
                _trip = _trip with { Questions = _trip.Questions + 1 };
                break;
            case "ejected" or "left":
                Go(Stage.People, line.At);
                _trip = _trip with
                {
                    Ejected = _trip.Ejected + (line.Kind == "ejected" ? 1 : 0),
                    Out = _trip.Queued is null ? null : line.At,
                };
                _out = true;
                return;
            default:
                return;
        }

        _out = false;
    }

    private void Go(Stage? next, DateTimeOffset at)
    {
        if (_stage is { } stage && at > _since)
        {
            _spent[(int)stage] += at - _since;
        }

        (_stage, _since, _out) = (next, at, false);
    }

    /// <summary>It came into line: a pull may go from waiting to being tested without ever standing there.</summary>
    private void Join(DateTimeOffset at) => _trip = _trip with { Queued = _trip.Queued ?? at, Out = null };

    /// <summary>The lane has it, and says why it does not go on; the others have not come so far.</summary>
    private static bool IsInLine(string? code) =>
        code is "wip_limit" or "frozen" or "paused" or "budget_exhausted" or "breaker_open" or "base_changed" or "flaky_retry";

    private static bool IsForPeople(string? code) => code is "draft" or "not_approved" or "changes_requested";
}
