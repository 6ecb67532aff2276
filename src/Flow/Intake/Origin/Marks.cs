using System.Globalization;
using System.Text.RegularExpressions;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Intake.Origin;

/// <summary>What one mark says: which agent, how far it can be trusted, and how the agent worked.</summary>
internal sealed record Mark(Agent Agent, Evidence Evidence, bool Remote = false, bool OnPull = true);

/// <summary>Finds the marks of agents on a pull and in its commits.</summary>
internal static partial class Marks
{
    public static IEnumerable<Mark> OnPull(PullRequest pull)
    {
        var prose = Prose.Of(pull.Body);
        foreach (var agent in Agents.All)
        {
            if (agent.Ids.Contains(pull.Author.Id))
            {
                yield return Found(agent, EvidenceStrength.Attested, $"opened by account {pull.Author.Id}", remote: true);
            }

            if (pull.ViaApp is { } app && agent.Apps.Contains(app))
            {
                yield return Found(
                    agent,
                    EvidenceStrength.Attested,
                    string.Create(CultureInfo.InvariantCulture, $"opened through its App {app}"),
                    remote: true
                );
            }

            if (pull.Author.Kind == ActorKind.Bot && agent.Logins.Contains(pull.Author.Login))
            {
                yield return Found(agent, EvidenceStrength.Structural, $"opened by the App {pull.Author.Login}", remote: true);
            }

            if (agent.Branches.FirstOrDefault(start => pull.HeadRef.StartsWith(start, StringComparison.Ordinal)) is { } branch)
            {
                yield return Found(
                    agent,
                    EvidenceStrength.Structural,
                    $"branch {branch}…",
                    agent.Remote || CloudBranch().IsMatch(pull.HeadRef)
                );
            }

            if (agent.Sessions.FirstOrDefault(address => prose.Contains("https://" + address, StringComparison.Ordinal)) is { } session)
            {
                yield return Found(agent, EvidenceStrength.Structural, $"links its session at {session}…", remote: true);
            }

            if (agent.Signs.Any(sign => prose.Contains(sign, StringComparison.Ordinal)))
            {
                yield return Found(agent, EvidenceStrength.Declared, "signed in the text");
            }
        }
    }

    public static IEnumerable<Mark> OnCommit(CommitInfo commit)
    {
        foreach (var agent in Recorded.InNote(commit).Select(Agents.Named).OfType<Agent>().Distinct())
        {
            yield return Found(agent, EvidenceStrength.Declared, "git note refs/notes/ai") with
            {
                OnPull = false,
            };
        }

        var trailers = Trailers.Of(commit);
        foreach (var agent in Agents.All)
        {
            if (IsSigned(agent, commit))
            {
                yield return Found(agent, EvidenceStrength.Attested, $"commits as {commit.AuthorEmail}, signed by GitHub") with
                {
                    OnPull = false,
                };
            }
            else if (
                agent.Emails.Any(email => Same(email, commit.AuthorEmail))
                || (agent.Name == "Aider" && commit.AuthorName.EndsWith(" (aider)", StringComparison.Ordinal))
            )
            {
                yield return Found(agent, EvidenceStrength.Structural, $"commits as {commit.AuthorEmail}") with
                {
                    OnPull = false,
                };
            }

            foreach (var trailer in trailers.Where(trailer => IsBy(agent, trailer)))
            {
                yield return Found(agent, EvidenceStrength.Declared, $"trailer {trailer.Key}", trailer.Is("Agent-Logs-Url")) with
                {
                    OnPull = false,
                };
            }
        }
    }

    /// <summary>GitHub made the commit for that account: its number stands before the address that GitHub gives it.</summary>
    private static bool IsSigned(Agent agent, CommitInfo commit) =>
        commit.Signed is { ByGitHub: true }
        && Same(commit.CommitterEmail, "noreply@github.com")
        && agent.Ids.Any(id =>
            commit.AuthorEmail.StartsWith(string.Create(CultureInfo.InvariantCulture, $"{id}+"), StringComparison.Ordinal)
        )
        && agent.Emails.Any(email => Same(email, commit.AuthorEmail));

    private static bool IsBy(Agent agent, Trailer trailer) =>
        agent.Trailers.Any(trailer.Says)
        || (trailer.Is("Co-authored-by") && trailer.Email is { } email && agent.Emails.Any(known => Same(known, email)));

    private static Mark Found(Agent agent, EvidenceStrength strength, string what, bool remote = false) =>
        new(agent, new Evidence(strength, agent.Name, what), remote);

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    // Sessions in the cloud name their branches claude/adjective-surname-random.
    [GeneratedRegex("^claude/[a-z]+-[a-z]+-[0-9a-zA-Z]{4,8}$")]
    private static partial Regex CloudBranch();
}
