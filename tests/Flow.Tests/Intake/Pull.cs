using System.Globalization;
using Sluice.Flow.Intake;
using Sluice.Flow.Policies;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Tests.Intake;

/// <summary>A pull request to decide about: small, mergeable, approved once, by a person of the repository.</summary>
internal static class Pull
{
    public static readonly DateTimeOffset Opened = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    public static readonly DateTimeOffset Now = Opened.AddHours(1);

    public static readonly Repository Repo = new(77, "acme", "shop", 1, false, "main");

    public static readonly Actor Self = new(900, "sluice[bot]", ActorKind.Bot);

    public static readonly Actor Ada = new(1, "ada");

    public static readonly Actor Bo = new(2, "bo");

    public static readonly Actor Cy = new(3, "cy");

    public static readonly Actor Bot = new(4, "chore[bot]", ActorKind.Bot);

    public static Sha Head(int n = 1) => new(string.Concat(Enumerable.Repeat(n.ToString("x2", CultureInfo.InvariantCulture), 20)));

    public static PullSeen Seen() =>
        new()
        {
            Now = Now,
            Repo = Repo,
            Self = Self,
            Pull = new PullRequest(
                12,
                "PR_12",
                "Round prices to cents",
                "",
                Ada,
                Head(),
                "prices",
                Repo.Id,
                "main",
                false,
                true,
                false,
                null,
                [],
                Opened,
                Opened
            ),
            Policy = Policy.Default,
            Ledger = PullLedger.New,
            Rules = BranchRules.None,
            Reviews = [Approval(Bo)],
            Change = new Change(Head(100), Head(), [new FileChange("shop/price.py", 12, 3)]),
            Commits = [new CommitInfo(Head(), "Ada", "ada@shop.example", "ada@shop.example", "Round prices to cents", Opened)],
            Conflicts = false,
            Onto = Head(200),
            Shown = new Shown(),
        };

    public static PullSeen With(this PullSeen seen, Func<PullRequest, PullRequest> change) => seen with { Pull = change(seen.Pull) };

    public static PullSeen From(this PullSeen seen, PullLedger ledger) => seen with { Ledger = ledger };

    public static PullSeen Labelled(this PullSeen seen, Actor by, Permission permission = Permission.Write, int minute = 5) =>
        seen.With(pull => pull with { Labels = pull.Labels.Add("queue"), Updated = Opened.AddMinutes(minute) }) with
        {
            LabelEvents = seen.LabelEvents.Add(new LabelEvent("queue", true, by, Opened.AddMinutes(minute))),
            Permissions = [new ActorPermission(by.Id, permission)],
        };

    public static PullSeen Said(this PullSeen seen, Actor by, string body, Permission permission = Permission.Write, int minute = 5) =>
        seen with
        {
            Comments = seen.Comments.Add(
                new Comment(500 + seen.Comments.Count, by, permission, body, Opened.AddMinutes(minute), Opened.AddMinutes(minute))
            ),
        };

    public static PullSeen Pushed(this PullSeen seen, int head = 2, int minute = 30) =>
        seen.With(pull => pull with { Head = Head(head), Updated = Opened.AddMinutes(minute) }) with
        {
            Change = seen.Change is null ? null : seen.Change with { Head = Head(head) },
            Commits = [seen.Commits[0] with { Sha = Head(head), At = Opened.AddMinutes(minute) }],
        };

    public static Review Approval(Actor by, Permission permission = Permission.Write, int head = 1) =>
        new(by.Id * 10, by, permission, ReviewState.Approved, Head(head), Opened.AddMinutes(2));

    public static LaneWord Word(PullState state, Code code, int ticket = 1) =>
        new(ticket, state, code, null, "b7", null, [], null, null, [], Now);

    /// <summary>The same pull after what a plan asks for was done on GitHub.</summary>
    public static PullSeen After(this PullSeen seen, Plan<PullLedger, PullMove> plan)
    {
        var next = seen.From(plan.Next);
        foreach (var move in plan.Moves)
        {
            next = move.Match(
                labels =>
                    next.With(pull =>
                        pull with
                        {
                            Labels = pull
                                .Labels.Where(label => !labels.Remove.Contains(label))
                                .Concat(labels.Add)
                                .Order(StringComparer.Ordinal)
                                .ToRow(),
                        }
                    ),
                check =>
                    check.Name != "sluice" ? next with { Shown = next.Shown with { Config = new ShownCheck(check.Id ?? 71, check.Digest) } }
                    : check.Head == next.Pull.Head
                        ? next with
                        {
                            Shown = next.Shown with { CheckId = check.Id ?? 70, CheckDigest = check.Digest },
                        }
                    : next with { Shown = next.Shown with { Former = new ShownCheck(check.Id ?? 70, check.Digest) } },
                comment =>
                    next with
                    {
                        Shown =
                            comment.Marker.StartsWith("<!-- sluice:try ", StringComparison.Ordinal)
                                ? next.Shown with
                                {
                                    Tried = next.Shown.Tried.Add(long.Parse(comment.Marker.Split(' ')[2], CultureInfo.InvariantCulture)),
                                }
                            : comment.Marker == "<!-- sluice -->"
                                ? next.Shown with
                                {
                                    CommentId = comment.Id ?? 80,
                                    CommentBody = comment.Body,
                                }
                            : next.Shown with { VerdictId = comment.Id ?? 81, VerdictBody = comment.Body },
                    },
                answer => next with { Shown = next.Shown with { Answered = next.Shown.Answered.Add(answer.Reply.Comment) } },
                _ => next,
                _ => next,
                _ => next,
                _ => next,
                _ => next with { TryBranchGone = true },
                _ => next with { Spent = null },
                _ => next with { Aim = null }
            );
        }

        return next;
    }

    /// <summary>Decides, and sees the effect.</summary>
    public static PullSeen Turned(this PullSeen seen) => seen.After(PullDecider.Decide(seen));

    /// <summary>What it answers last.</summary>
    public static Reply Answer(this PullSeen seen) => PullDecider.Decide(seen).Next.Replies[^1];
}
