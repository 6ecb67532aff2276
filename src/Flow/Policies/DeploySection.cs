using Sluice.Flow.Policies.Yaml;

namespace Sluice.Flow.Policies;

/// <summary>Reads <c>canary.deploy</c>.</summary>
internal static class DeploySection
{
    public static DeployPolicy Read(Fields fields)
    {
        var by = fields.Word(
            "by",
            DeployBy.Deployment,
            ("deployment", DeployBy.Deployment),
            ("workflow_dispatch", DeployBy.WorkflowDispatch),
            ("repository_dispatch", DeployBy.RepositoryDispatch)
        );
        var workflow = fields.Has("workflow") ? fields.Text("workflow", "", 255) : null;
        var policy = new DeployPolicy(
            by,
            workflow,
            fields.Has("ref") ? fields.Text("ref", "", 255) : null,
            fields.Text("event", DeployPolicy.UsualEvent, 100),
            fields.Duration("timeout", DeployPolicy.UsualTimeout, TimeSpan.FromSeconds(10), TimeSpan.FromHours(24))
        );
        if (
            workflow?.Length > 0
            && (
                workflow.Contains('/', StringComparison.Ordinal)
                || !(workflow.EndsWith(".yml", StringComparison.Ordinal) || workflow.EndsWith(".yaml", StringComparison.Ordinal))
            )
        )
        {
            fields.Contradiction("workflow", "is the name of a file in .github/workflows, such as deploy.yml");
        }

        if (by == DeployBy.WorkflowDispatch)
        {
            fields.Needs("workflow", "the file of the workflow that deploys, such as deploy.yml");
        }
        else
        {
            Only(fields, "workflow", "workflow_dispatch");
            Only(fields, "ref", "workflow_dispatch");
        }

        if (by != DeployBy.RepositoryDispatch)
        {
            Only(fields, "event", "repository_dispatch");
        }

        fields.Done();
        return policy;
    }

    private static void Only(Fields fields, string key, string by)
    {
        if (fields.Value(key) is not null)
        {
            fields.Contradiction(key, $"is asked for with by: {by} alone: write that, or leave {key} out");
        }
    }
}
