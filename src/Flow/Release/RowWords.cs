using Sluice.Flow.Repo;

namespace Sluice.Flow.Release;

/// <summary>What is written on GitHub's rows of deployments, and why one could not be begun.</summary>
public static class RowWords
{
    public static string NoAnswer(TimeSpan waited) => $"no answer within {CanaryWords.Span(waited)}";

    public static string NotAwaited() => "nobody waits for it any more: the canary was taken off, or another went first";

    public static string StillAwaited(TimeSpan waited) => $"still waited for, {CanaryWords.Span(waited)} after it was asked for";

    public static string Replaced(Sha by) => $"replaced by {by.Short}";

    public static string RunBegan() => "the workflow runs";

    public static string RunEnded(bool well) => well ? "the workflow's run ended well" : "the workflow's run failed";

    public static string NotAllowed(string permission) =>
        $"the App may not do that here: an owner grants it {permission}, on the page of the App's installation";

    public static string NoDeployment(string why) => $"GitHub will not make the deployment: {why}";

    public static string NoWorkflow(string file) =>
        $"there is no workflow {file} on the default branch, or the App cannot see it: add .github/workflows/{file}, or name another in canary.deploy.workflow";

    public static string NoTrigger(string file) => $"the workflow {file} has no workflow_dispatch trigger: add it under `on:`";

    public static string SwitchedOff(string file) => $"the workflow {file} is switched off: switch it on under Actions";

    public static string NoRef(string name) => $"there is no branch or tag {name} to run the workflow on (canary.deploy.ref)";

    public static string Undeclared(string file, string inputs) =>
        $"the workflow {file} does not declare what it is given ({inputs}): declare it under on.workflow_dispatch.inputs";

    public static string NotStarted(string why) => $"GitHub will not start it: {why}";
}
