namespace Sluice.Flow.Policies;

/// <summary>Something wrong in sluice.yml. Line and column count from one.</summary>
/// <param name="Message">What is wrong and what to write instead.</param>
public sealed record Fault(int Line, int Column, string Message)
{
    public override string ToString() => $"{Line}:{Column}: {Message}";
}

/// <summary>A policy that was read, or the faults that kept it from being one.</summary>
/// <param name="Policy">Null when there are faults.</param>
public sealed record Reading(Policy? Policy, Row<Fault> Faults)
{
    /// <summary>How many faults there are beyond those that are told.</summary>
    public int More { get; init; }

    /// <summary>Every key of it and what it has, defaults filled in; empty when there are faults.</summary>
    public Row<Setting> Settings { get; init; } = [];
}
