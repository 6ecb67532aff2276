using Sluice.Hub.Hooks;
using Sluice.Hub.Model;
using Sluice.Hub.Tests.Conformance;

namespace Sluice.Hub.Tests.Hooks;

/// <summary>Each kind of event once, in a world without HTTP: its body must be one that GitHub could have sent.</summary>
public sealed class EveryWebhookTests
{
    private static readonly string[] Expected =
    [
        "branch_protection_rule.created",
        "branch_protection_rule.deleted",
        "branch_protection_rule.edited",
        "check_run.completed",
        "check_run.created",
        "check_run.requested_action",
        "check_run.rerequested",
        "check_suite.completed",
        "check_suite.requested",
        "check_suite.rerequested",
        "create",
        "delete",
        "deployment.created",
        "deployment_status.created",
        "installation.suspend",
        "installation.unsuspend",
        "installation_repositories.added",
        "installation_repositories.removed",
        "issue_comment.created",
        "issue_comment.deleted",
        "issue_comment.edited",
        "label.created",
        "label.edited",
        "label.deleted",
        "pull_request.closed",
        "pull_request.converted_to_draft",
        "pull_request.edited",
        "pull_request.labeled",
        "pull_request.opened",
        "pull_request.ready_for_review",
        "pull_request.reopened",
        "pull_request.synchronize",
        "pull_request.unlabeled",
        "pull_request_review.dismissed",
        "pull_request_review.submitted",
        "push",
        "repository_dispatch.sample.collected",
        "repository_ruleset.created",
        "status",
        "workflow_dispatch",
        "workflow_job.completed",
        "workflow_job.in_progress",
        "workflow_job.queued",
        "workflow_run.completed",
        "workflow_run.in_progress",
        "workflow_run.requested",
    ];

    [Fact]
    public void Every_webhook_is_one_that_GitHub_documents()
    {
        var scene = new Scene();
        scene.PlayAll();
        var heard = scene.Heard;
        Assert.Empty(Expected.Except(heard.Select(d => d.Action is null ? d.Event : $"{d.Event}.{d.Action}")));
        var faults = heard.SelectMany(d => HookDescription.Instance.Faults(d.Event, d.Action, d.Body)).Distinct().ToArray();
        Assert.True(faults.Length == 0, string.Join('\n', faults));
    }
}
