using System.Globalization;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Queue;

/// <summary>Why a pull waits outside of its lane, and which place it has.</summary>
public static class OutsideWords
{
    public static string Says(Outsider kept) => string.Create(CultureInfo.InvariantCulture, $"{Why(kept)} {Next(kept)}");

    /// <summary>For the journal.</summary>
    public static string Changed(Allowance before, Allowance now) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Who(now)} may have {Pulls(now.Limit)} in the queue at a time, and not {before.Limit} any more: {From(now)}"
        );

    /// <summary>How a limit came to be what it is.</summary>
    public static string Stands(Allowance limit) =>
        string.Create(CultureInfo.InvariantCulture, $"{Who(limit)} may have {Pulls(limit.Limit)} in the queue at a time: {From(limit)}.");

    private static string Who(Allowance limit) => limit.Kind == PartyKind.Sponsor ? $"Agents that {limit.Name} asked" : limit.Name;

    private static string From(Allowance limit) =>
        string.Create(CultureInfo.InvariantCulture, $"{limit.Begins} to begin with")
        + (
            limit.Clean == 0 ? ""
            : limit.Clean == 1 ? ", one more for a clean landing"
            : string.Create(CultureInfo.InvariantCulture, $", one more for each of {limit.Clean} clean landings")
        )
        + (
            limit.Harmful == 0
                ? ""
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $", halved by {limit.Harmful} that {Plural.Word(limit.Harmful, "was", "were")} taken back or regressed"
                )
        )
        + (limit.Clean + limit.Harmful == 0 ? "" : ", and all that fades within a month or two")
        + (
            limit.Reset is { } at
                ? string.Create(CultureInfo.InvariantCulture, $"; begun anew by a maintainer at {at.UtcDateTime:yyyy-MM-dd HH:mm} UTC")
                : ""
        );

    private static string Why(Outsider kept) =>
        kept.By switch
        {
            OutsideBy.Pressure => kept.Because ?? TideWords.High(null),
            OutsideBy.Agent => string.Create(
                CultureInfo.InvariantCulture,
                $"{kept.Whose} has {Pulls(kept.Used)} in the queue, and may have {kept.Limit} at a time."
            ),
            OutsideBy.Sponsor => string.Create(
                CultureInfo.InvariantCulture,
                $"Agents have {Pulls(kept.Used)} in the queue that {kept.Whose} asked for, and may have {kept.Limit} at a time."
            ),
            OutsideBy.Author => string.Create(
                CultureInfo.InvariantCulture,
                $"{kept.Whose} has {Pulls(kept.Used)} in the queue, and may have {kept.Limit} at a time."
            ),
            _ => string.Create(
                CultureInfo.InvariantCulture,
                $"CI ran {Plural.Of(kept.Used, "minute")} for {kept.Whose} in the last 24 hours, and may run {kept.Limit}."
            ),
        };

    private static string Next(Outsider kept) =>
        kept.Limit == 0 && kept.By is OutsideBy.Agent or OutsideBy.Sponsor or OutsideBy.Author
            ? "That shuts it out until the policy says otherwise."
        : kept.By == OutsideBy.Pressure
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"It is number {kept.Place} of those, and goes in by itself, after queue.max_wait at the latest."
            )
        : string.Create(
            CultureInfo.InvariantCulture,
            $"It is number {kept.Place} of those that wait for it, and goes in by itself. Nothing is to be done; a fresh pull request would stand behind it."
        );

    private static string Pulls(int count) => Plural.Of(count, "pull request");
}
