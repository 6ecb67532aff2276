using System.Security.Cryptography;
using System.Text;
using Sluice.Flow.Intake;
using Sluice.Flow.Policies;
using Sluice.Flow.Repo;
using Sluice.Flow.Words;

namespace Sluice.Flow;

/// <summary>
/// The check run <c>sluice / config</c> on a head that changes sluice.yml, queued or not: its faults, or what it would change.
/// </summary>
internal static class PolicyShows
{
    public static IEnumerable<PullMove> Moves(PullSeen seen)
    {
        if (!seen.Pull.Open || seen.Proposal is not { } proposal)
        {
            yield break;
        }

        var (title, summary) = (ConfigCheck.Title(proposal), ConfigCheck.Summary(proposal, seen.Pull.Base));
        var notes = proposal.Faults.Select(fault => new Annotation(Policy.Path, fault.Line, fault.Column, ConfigCheck.At(fault))).ToRow();

        // GitHub adds annotations to those that are there: a run whose faults are others is a new run.
        var kind = $"{(notes.Count > 0 ? "faults" : "fine")}-{Digest(string.Join('\n', notes))}";
        var digest = $"{kind}:{Digest(title + summary)}";
        if (digest == seen.Shown.Config?.Digest)
        {
            yield break;
        }

        var again = seen.Shown.Config is { } shown && shown.Digest?.Split(':')[0] == kind ? shown.Id : (long?)null;
        yield return new PullMove.PutCheck(
            again,
            seen.Pull.Head,
            notes.Count > 0 ? CheckState.Failure : CheckState.Success,
            title,
            summary,
            "",
            digest
        )
        {
            Name = ConfigCheck.Name,
            Annotations = again is null ? notes : [],
        };
    }

    private static string Digest(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];
}
