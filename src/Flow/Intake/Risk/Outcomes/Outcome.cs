using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Intake.Risk.Outcomes;

/// <summary>
/// What became of a change, as the journal keeps it under <see cref="Kind"/>, with what was said of its risk before anybody knew.
/// </summary>
/// <param name="Features">By <see cref="Kamei.Names"/>, the first six or all; empty where the line is about another pull than the one that
/// writes it.</param>
public sealed record Outcome(Ending Ending, double Score, Band Band, Row<double> Features)
{
    public const string Kind = "outcome";

    /// <summary>It needed one approval less than its score asked for, by lot.</summary>
    public bool Audited { get; init; }

    /// <summary>Who made the pull that it is about: an agent by name, who asked it, and the login of the author; null: not noted.</summary>
    public string? Agent { get; init; }

    public string? Sponsor { get; init; }

    public string? Author { get; init; }

    /// <summary>One sentence for the journal.</summary>
    /// <param name="repair">The pull that says that it repairs this one; null: it is about something else.</param>
    public string Says(int? repair = null)
    {
        var what = Ending switch
        {
            Ending.Landed => "it landed",
            Ending.BrokeBuild => "it broke a build",
            Ending.Reverted => "it was taken back",
            Ending.Regressed => "its canary regressed",
            Ending.Pardoned => "a maintainer lets the limits of its author and its agent begin anew",
            _ => string.Create(CultureInfo.InvariantCulture, $"#{repair} says that it repairs it"),
        };
        return Features.Count == 0
            ? $"Outcome: {what}."
            : string.Create(CultureInfo.InvariantCulture, $"Outcome: {what}. Its risk was said to be {Bands.Word(Band)} ({Score:0.00}).");
    }

    public string Json() => JsonSerializer.Serialize(this, OutcomeJson.Default.Outcome);

    /// <summary>Null: it is none.</summary>
    public static Outcome? Read(string? json)
    {
        try
        {
            return json is null ? null : JsonSerializer.Deserialize(json, OutcomeJson.Default.Outcome);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>
/// How a change ended. All between the second and the last mean that it was bad; the last is no end, but says that what was before counts
/// for no limit.
/// </summary>
[JsonConverter(typeof(JsonStringEnumConverter<Ending>))]
public enum Ending
{
    Landed,
    BrokeBuild,
    Reverted,
    Regressed,
    Hotfixed,
    Pardoned,
}

[JsonSerializable(typeof(Outcome))]
[JsonSerializable(typeof(double[]))]
[JsonSerializable(typeof(IEnumerable<double>))]
internal sealed partial class OutcomeJson : JsonSerializerContext;

/// <summary>An outcome as it was noted.</summary>
public sealed record Noted(int Pull, DateTimeOffset At, Outcome Outcome);
