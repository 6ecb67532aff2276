namespace Sluice.Flow.Intake.Risk.Tables;

/// <summary>A table of changes cannot be read: where, and why.</summary>
public sealed class UnreadableTableException(string file, int line, string why) : Exception($"{file}:{line}: {why}")
{
    public int Line => line;

    public string Why => why;
}
