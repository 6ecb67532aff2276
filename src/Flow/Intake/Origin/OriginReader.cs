using Sluice.Flow.Repo;

namespace Sluice.Flow.Intake.Origin;

/// <summary>Where a pull comes from, by evidence. Nothing found is "no agent evidence", never "human".</summary>
public static class OriginReader
{
    private const string Unknown = "an assistant";

    /// <summary>Whether a file of the change is read for what it tells of its making.</summary>
    public static bool IsTrace(FileChange file) => file.Kind != FileChangeKind.Deleted && Recorded.IsTrace(file.Path);

    public static OriginAssessment Assess(PullRequest pull, Row<CommitInfo> commits) => Assess(pull, commits, []);

    /// <param name="traces">The files for which <see cref="IsTrace"/>.</param>
    public static OriginAssessment Assess(PullRequest pull, Row<CommitInfo> commits, Row<string> traces)
    {
        var chore = Agents.Chores.FirstOrDefault(chore => chore.Id == pull.Author.Id);
        var byCommit = commits.Select(commit => Marks.OnCommit(commit).ToRow()).ToList();
        var whole = commits.Count == 0 ? 0 : (double)byCommit.Count(marks => marks.Any(mark => !mark.Agent.Suggests)) / commits.Count;
        // The text of a chore is that of the packages that it brings. Its branch and its commits tell when an agent works in its name.
        var found = Marks.OnPull(chore is null ? pull : pull with { Body = "" }).Concat(byCommit.SelectMany(marks => marks)).ToList();
        var strong = found.Where(mark => !mark.Agent.Suggests).OrderByDescending(mark => mark.Evidence.Strength).ToList();
        var evidence = found
            .Select(mark => mark.Evidence)
            .Concat(Weak(pull, commits, traces))
            .Distinct()
            .OrderByDescending(item => item.Strength)
            .ToRow();

        if (strong.Count == 0)
        {
            return chore is not null ? Automation(chore.Name, $"opened by account {pull.Author.Id}")
                : pull.Author.Kind == ActorKind.Bot ? Automation(pull.Author.Login, $"opened by the App {pull.Author.Login}")
                : evidence.Any(item => item.Strength > EvidenceStrength.Style)
                    ? new OriginAssessment(OriginClass.Assisted, evidence[0].Agent, 1, pull.Author.Login, 0, evidence)
                    {
                        SponsorAttested = true,
                        Model = ModelNames.Of(commits),
                    }
                : OriginAssessment.None with { Evidence = evidence };
        }

        // An App is nobody who could stand for anything, whether it is an agent's or one of which nothing is known.
        var byApp = pull.Author.Kind == ActorKind.Bot;
        var opened = IsAgents(pull, strong) || (byApp && whole >= 1);
        var hasPerson = !opened && !byApp;
        var sponsor = hasPerson ? pull.Author.Login : Sponsors.Named(pull, commits);
        var signs = !hasPerson && sponsor is not null && Sponsors.Signs(sponsor, commits);

        // One agent's commit among a person's own makes the pull mixed, not an agent's.
        var agents = opened || strong.Any(mark => mark.OnPull) || whole >= 0.5;
        var level =
            opened || (strong.Any(mark => mark.Remote) && whole >= 1) ? 3
            : agents ? 2
            : 1;
        return new OriginAssessment(
            agents ? OriginClass.Agent : OriginClass.Assisted,
            strong[0].Agent.Name,
            level,
            sponsor,
            Math.Round(whole, 2),
            signs ? evidence.Add(Signature(strong[0].Agent, sponsor!)) : evidence
        )
        {
            SponsorAttested = hasPerson || signs,
            Model = ModelNames.Of(commits),
            Supervised = level == 3 && (sponsor is not null || (whole > 0 && byCommit[^1].Count == 0)),
        };
    }

    private static bool IsAgents(PullRequest pull, IReadOnlyList<Mark> strong) =>
        strong.Any(mark => mark.Agent.Ids.Contains(pull.Author.Id))
        || (pull.Author.Kind == ActorKind.Bot && strong.Any(mark => mark.OnPull));

    private static Evidence Signature(Agent agent, string sponsor) =>
        new(EvidenceStrength.Attested, agent.Name, $"{sponsor}, who asked for it, signed the head");

    private static OriginAssessment Automation(string name, string what) =>
        new(OriginClass.Automation, null, null, null, 0, [new Evidence(EvidenceStrength.Attested, name, what)]);

    private static IEnumerable<Evidence> Weak(PullRequest pull, Row<CommitInfo> commits, Row<string> traces)
    {
        foreach (var tool in commits.SelectMany(Recorded.InNote).Where(tool => Agents.Named(tool) is null))
        {
            yield return new Evidence(EvidenceStrength.Declared, Unknown, "git note refs/notes/ai");
        }

        foreach (var tool in traces.SelectMany(Recorded.InTrace))
        {
            yield return new Evidence(EvidenceStrength.Declared, Agents.Named(tool)?.Name ?? Unknown, "trace in .agent-trace/");
        }

        foreach (var trailer in commits.SelectMany(commit => Trailers.Of(commit)))
        {
            // Linux: "Assisted-by: AGENT:MODEL [tools]".
            if (trailer.Is("Assisted-by"))
            {
                yield return new Evidence(
                    EvidenceStrength.Declared,
                    Agents.Named(trailer.Value.Split(':')[0])?.Name ?? Unknown,
                    $"trailer {trailer.Key}"
                );
            }

            if (
                trailer.Is("Entire-Checkpoint")
                || (trailer.Is("Ai-assisted") && trailer.Value.Equals("true", StringComparison.OrdinalIgnoreCase))
            )
            {
                yield return new Evidence(EvidenceStrength.Declared, Unknown, $"trailer {trailer.Key}");
            }

            if (trailer.Is("Co-authored-by") && trailer.Email is { } email && Agents.Unreliable.Contains(email))
            {
                yield return new Evidence(
                    EvidenceStrength.Style,
                    "Copilot",
                    $"trailer {trailer.Key} <{email}>, which editors also put on work of people"
                );
            }
        }

        if (pull.HeadRef.StartsWith("agent/", StringComparison.Ordinal))
        {
            yield return new Evidence(EvidenceStrength.Style, "an agent", "branch agent/…");
        }
    }
}
