using Sluice.Flow.Release.Judging;
using Sluice.Flow.Release.Samples;

namespace Sluice.Flow.Release.Files;

/// <summary>Exported metrics, to be judged: counts, samples, or both.</summary>
/// <param name="Marks">Where Kayenta's score passes and fails.</param>
public sealed record MetricsFile(Bounds Bounds, Row<FileMetric> Metrics, Marks Marks, Row<GroupWeight> Groups);

/// <summary>A metric of one of the two kinds.</summary>
public abstract record FileMetric
{
    private FileMetric() { }

    public sealed record Counts(Measured Metric) : FileMetric;

    public sealed record Samples(SampledMetric Metric) : FileMetric;

    /// <summary>Handles every case; a new case breaks every caller.</summary>
    public T Match<T>(Func<Measured, T> counts, Func<SampledMetric, T> samples) =>
        this switch
        {
            Counts metric => counts(metric.Metric),
            Samples metric => samples(metric.Metric),
            _ => throw new InvalidOperationException($"{GetType().Name} is no kind of metric"),
        };
}

/// <summary>A file that was read, or why it could not be.</summary>
public abstract record FileReading<T>
{
    private FileReading() { }

    public sealed record Read(T File) : FileReading<T>;

    /// <summary>Line and column count from one.</summary>
    public sealed record Refused(int Line, int Column, string Why) : FileReading<T>;
}
