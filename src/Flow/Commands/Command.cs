using Sluice.Flow.Repo;

namespace Sluice.Flow.Commands;

/// <summary>What one line of a comment asks for (contract, section 5). Who may ask for it is the decider's business.</summary>
public abstract record Command
{
    private Command() { }

    /// <param name="Priority">Null: none was named.</param>
    public sealed record Queue(Priority? Priority) : Command;

    public sealed record Dequeue : Command;

    public sealed record Retry : Command;

    public sealed record Hold(string Reason) : Command
    {
        /// <summary>Null: nobody said how long.</summary>
        public TimeSpan? For { get; init; }
    }

    public sealed record Release : Command;

    public sealed record Try : Command;

    public sealed record Status : Command;

    public sealed record Explain : Command;

    public sealed record Help : Command;

    public sealed record AcceptRisk(string Reason) : Command;

    public sealed record Pause(string Reason) : Command;

    public sealed record Resume : Command;

    public sealed record Promote : Command;

    public sealed record Rollback : Command;

    public sealed record Extend : Command;

    /// <param name="Reason">Null: none was given.</param>
    public sealed record Revert(string? Reason) : Command;

    public sealed record Reland : Command;

    public sealed record ResetLimits : Command;

    /// <summary>A line that begins like a command and is none.</summary>
    /// <param name="Says">What is wrong and what to write, for the answer; holds nothing of the line that could be markup.</param>
    public sealed record Unclear(string Says) : Command;

    /// <summary>The word that a person writes; empty for <see cref="Unclear"/>.</summary>
    public string Word =>
        this switch
        {
            Queue => "queue",
            Dequeue => "dequeue",
            Retry => "retry",
            Hold => "hold",
            Release => "release",
            Try => "try",
            Status => "status",
            Explain => "explain",
            Help => "help",
            AcceptRisk => "accept-risk",
            Pause => "pause",
            Resume => "resume",
            Promote => "promote",
            Rollback => "rollback",
            Extend => "extend",
            Revert => "revert",
            Reland => "reland",
            ResetLimits => "reset-limits",
            _ => "",
        };
}
