namespace Sluice.Hub.Model;

/// <summary>How a required check stands on a commit: a check run and a status of the same name must both be green.</summary>
internal static class RequiredStatus
{
    public enum Stand
    {
        Expected,
        Queued,
        InProgress,
        Failing,
        WrongApp,
        Green,
    }

    public static Stand Of(Repository repository, string sha, RequiredCheck check)
    {
        var worst = Stand.Green;
        var found = false;
        var wrong = false;
        foreach (var run in repository.Marks.LatestRuns(sha).Where(r => r.Name == check.Context))
        {
            if (check.AppId is { } app && app != run.App.Id)
            {
                wrong = true;
                continue;
            }

            found = true;
            var stand = run.Conclusion switch
            {
                "success" or "neutral" or "skipped" => Stand.Green,
                null => run.Status == "in_progress" ? Stand.InProgress : Stand.Queued,
                _ => Stand.Failing,
            };
            if (stand < worst)
                worst = stand;
        }

        var statuses = repository
            .Marks.LatestStatuses(sha)
            .Where(s => s.Context.Equals(check.Context, StringComparison.OrdinalIgnoreCase) && check.AppId is null);
        foreach (var status in statuses)
        {
            found = true;
            var stand = status.State switch
            {
                "success" => Stand.Green,
                "pending" => Stand.Queued,
                _ => Stand.Failing,
            };
            if (stand < worst)
                worst = stand;
        }

        return found ? worst
            : wrong ? Stand.WrongApp
            : Stand.Expected;
    }

    /// <summary>A sentence of GitHub's for each required check that is not green.</summary>
    public static IEnumerable<string> Missing(Repository repository, string sha, IReadOnlyCollection<RequiredCheck> checks)
    {
        var stands = checks.Select(c => (c.Context, Stand: Of(repository, sha, c))).Where(c => c.Stand != Stand.Green).ToArray();
        if (stands.Length > 1 && stands.All(s => s.Stand == Stand.Expected))
            return [$"{stands.Length} of {checks.Count} required status checks are expected."];
        return stands.Select(s =>
            s.Stand switch
            {
                Stand.Failing => $"Required status check \"{s.Context}\" is failing.",
                Stand.Queued => $"Required status check \"{s.Context}\" is queued.",
                Stand.InProgress => $"Required status check \"{s.Context}\" is in progress.",
                Stand.WrongApp => $"Required status check \"{s.Context}\" was not set by the expected GitHub App.",
                _ => $"Required status check \"{s.Context}\" is expected.",
            }
        );
    }
}
