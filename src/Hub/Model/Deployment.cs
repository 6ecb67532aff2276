using System.Text.Json.Nodes;

namespace Sluice.Hub.Model;

/// <summary>A deployment of a commit to an environment.</summary>
public sealed class Deployment(long id, Repository repository, Account creator)
{
    public long Id { get; } = id;

    public Repository Repository { get; } = repository;

    public Account Creator { get; } = creator;

    public App? Via { get; init; }

    public string Ref { get; init; } = "";

    public string Sha { get; init; } = "";

    public string Task { get; init; } = "deploy";

    public string Environment { get; set; } = "production";

    public string OriginalEnvironment { get; init; } = "production";

    public string? Description { get; init; }

    /// <summary>An object or a text; null reads as an empty object.</summary>
    public JsonNode? Payload { get; init; }

    public bool IsTransient { get; init; }

    public bool IsProduction { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; set; }

    /// <summary>Oldest first.</summary>
    public List<DeploymentStatus> Statuses { get; } = [];

    public string State => Statuses.Count > 0 ? Statuses[^1].State : "pending";

    /// <summary>Deployed once, also if something else has taken its place since.</summary>
    public bool HasSucceeded => Statuses.Any(status => status.State == "success");

    /// <summary>Deployed and not replaced: GitHub lets nobody delete it.</summary>
    public bool IsActive => State == "success";
}

/// <summary>State: error, failure, inactive, in_progress, queued, pending or success.</summary>
public sealed record DeploymentStatus(
    long Id,
    string State,
    Account Creator,
    string Description,
    string Environment,
    string LogUrl,
    string EnvironmentUrl,
    DateTimeOffset At
)
{
    public App? Via { get; init; }
}

/// <summary>What a deployment is asked for. RequiredContexts null: every context that reported must be green.</summary>
public sealed record DeploymentDraft(string Ref)
{
    public string Task { get; init; } = "deploy";

    public bool AutoMerge { get; init; } = true;

    public string[]? RequiredContexts { get; init; }

    public JsonNode? Payload { get; init; }

    public string Environment { get; init; } = "production";

    public string? Description { get; init; }

    public bool IsTransient { get; init; }

    public bool? IsProduction { get; init; }
}

/// <summary>What is said of a running deployment.</summary>
public sealed record DeploymentWord(string State)
{
    public string Description { get; init; } = "";

    public string? Environment { get; init; }

    public string LogUrl { get; init; } = "";

    public string EnvironmentUrl { get; init; } = "";

    public bool AutoInactive { get; init; } = true;
}

/// <summary>deployment: created.</summary>
public sealed record DeploymentChange(Deployment Deployment, Account Actor)
    : WorldEvent.Other("deployment", "created", Deployment.Repository, Actor);

/// <summary>deployment_status: created.</summary>
public sealed record DeploymentStatusChange(Deployment Deployment, DeploymentStatus Status, Account Actor)
    : WorldEvent.Other("deployment_status", "created", Deployment.Repository, Actor);
