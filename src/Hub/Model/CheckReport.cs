namespace Sluice.Hub.Model;

/// <summary>What an App says about a check run; null leaves alone what was said before.</summary>
public sealed record CheckReport
{
    public string? Name { get; init; }

    public string? Status { get; init; }

    public string? Conclusion { get; init; }

    public string? ExternalId { get; init; }

    public string? DetailsUrl { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }

    public CheckOutput? Output { get; init; }

    public CheckAction[]? Actions { get; init; }
}

/// <summary>Annotations are added to those that are there already.</summary>
public sealed record CheckOutput(string? Title, string? Summary, string? Text, params CheckAnnotation[] Annotations);
