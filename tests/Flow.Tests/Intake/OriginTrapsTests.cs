using Sluice.Flow.Intake;
using Sluice.Flow.Intake.Origin;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Tests.Intake;

/// <summary>What looks like an agent and is none, and what is one and does not look like it.</summary>
public sealed class OriginTrapsTests
{
    private static readonly PullRequest Plain = Pull.Seen().Pull;

    private static readonly CommitInfo Own = Pull.Seen().Commits[0];

    [Theory]
    [InlineData(31, "jean-claude")]
    [InlineData(32, "devinat1")]
    [InlineData(33, "cursor")]
    [InlineData(34, "Copilot-fan")]
    [InlineData(35, "copilot")]
    public void A_persons_name_is_no_evidence(long id, string login) =>
        Assert.Equal(OriginAssessment.None, OriginReader.Assess(Plain with { Author = new Actor(id, login) }, [Own]));

    [Theory]
    [InlineData("Co-authored-by: Jean-Claude Petit <jean-claude@shop.example>")]
    [InlineData("Co-authored-by: Codex <codex@example.com>")]
    [InlineData("Made-with: love")]
    [InlineData("Signed-off-by: Devin Smith <devin@shop.example>")]
    public void A_namesake_in_a_trailer_is_no_evidence(string trailer) =>
        Assert.Equal(OriginAssessment.None, OriginReader.Assess(Plain, [Own with { Message = "Round prices\n\n" + trailer }]));

    [Theory]
    [InlineData("Documents how Codex, Claude Code and Devin are called from the tests.")]
    [InlineData("Generated with Claude Code? No, by hand.")]
    [InlineData("> \U0001F916 Generated with [Claude Code](https://claude.com/claude-code)\n\nThat footer is what this removes.")]
    [InlineData("Strips ` Generated with [Claude Code](https://claude.com/claude-code)` from bodies.")]
    [InlineData("```\nhttps://chatgpt.com/codex/tasks/task_e_68a1\n```\nis what the new parser reads.")]
    [InlineData("<!-- CURSOR_SUMMARY -->\n**Low Risk** see https://cursor.com/agents/bc-12\n<!-- /CURSOR_SUMMARY -->")]
    [InlineData("## Summary by CodeRabbit\n\n* Bug fixes: rounding")]
    [InlineData(
        "<!-- This is an auto-generated comment: release notes by coderabbit.ai -->\nhttps://app.devin.ai/sessions/1\n<!-- end of auto-generated comment: release notes by coderabbit.ai -->"
    )]
    public void Prose_about_agents_and_reviewers_boilerplate_are_no_evidence(string body) =>
        Assert.Equal(OriginAssessment.None, OriginReader.Assess(Plain with { Body = body }, [Own]));

    [Fact]
    public void The_trailer_that_editors_stamped_on_everybodys_work_is_noted_and_makes_no_class()
    {
        var origin = OriginReader.Assess(Plain, [Own with { Message = "Round prices\n\nCo-authored-by: Copilot <copilot@github.com>" }]);

        Assert.Equal((OriginClass.None, EvidenceStrength.Style), (origin.Class, Assert.Single(origin.Evidence).Strength));
    }

    [Fact]
    public void A_branch_called_agent_is_noted_and_makes_no_class() =>
        Assert.Equal(OriginClass.None, OriginReader.Assess(Plain with { HeadRef = "agent/refactoring" }, [Own]).Class);

    [Fact]
    public void A_picked_commits_old_trailers_tell_nothing_of_this_pull() =>
        Assert.Equal(
            OriginAssessment.None,
            OriginReader.Assess(
                Plain,
                [
                    Own with
                    {
                        Message =
                            $"Round prices\n\nCo-Authored-By: Claude <noreply@anthropic.com>\n(cherry picked from commit {Pull.Head(7)})",
                    },
                ]
            )
        );

    [Fact]
    public void A_long_message_is_not_taken_apart_for_each_agent()
    {
        var message =
            string.Concat(Enumerable.Repeat("a\n\n", 200_000)) + string.Concat(Enumerable.Repeat("Signed-off-by: Ada <a@b.c>\n", 5_000));
        OriginReader.Assess(Plain, [Own]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        OriginReader.Assess(Plain, [Own with { Message = message }]);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 40 * message.Length);
    }

    [Fact]
    public void Trailers_stand_in_the_last_paragraph_only() =>
        Assert.Equal(
            OriginAssessment.None,
            OriginReader.Assess(
                Plain,
                [Own with { Message = "Drop the footer\n\nCo-Authored-By: Claude <noreply@anthropic.com>\n\nis no longer written." }]
            )
        );

    [Fact]
    public void One_agents_commit_among_a_persons_is_assistance_and_its_share_is_told()
    {
        var theirs = Own with { Sha = Pull.Head(3), AuthorEmail = "cursoragent@cursor.com", AuthorName = "Cursor Agent" };
        var origin = OriginReader.Assess(Plain, [Own, Own with { Sha = Pull.Head(2) }, theirs]);

        Assert.Equal((OriginClass.Assisted, 1, 0.33), (origin.Class, origin.Level!.Value, origin.Share));
    }

    [Fact]
    public void A_suggestion_taken_over_is_assistance_by_chat()
    {
        var origin = OriginReader.Assess(
            Plain,
            [Own with { Message = "Round prices\n\nCo-authored-by: Copilot <175728472+Copilot@users.noreply.github.com>" }]
        );

        Assert.Equal((OriginClass.Assisted, 1, 0.0), (origin.Class, origin.Level!.Value, origin.Share));
    }

    [Theory]
    [InlineData("Assisted-by: Claude:opus clang-tidy")]
    [InlineData("Ai-assisted: true")]
    public void A_disclosure_is_assistance(string trailer) =>
        Assert.Equal(OriginClass.Assisted, OriginReader.Assess(Plain, [Own with { Message = "Round prices\n\n" + trailer }]).Class);

    [Fact]
    public void Copilot_is_known_by_its_number_whatever_it_is_called()
    {
        foreach (var login in new[] { "Copilot", "copilot-swe-agent[bot]", "renamed" })
        {
            Assert.Equal(
                "GitHub Copilot",
                OriginReader.Assess(Plain with { Author = new Actor(198982749, login, ActorKind.Bot) }, [Own]).Agent
            );
        }
    }

    [Fact]
    public void Codex_without_any_marker_is_seen_by_its_branch() =>
        Assert.Equal("OpenAI Codex", OriginReader.Assess(Plain with { HeadRef = "codex/rounding" }, [Own]).Agent);

    [Fact]
    public void A_cloud_session_whose_every_commit_is_the_agents_is_autonomous_for_the_person_who_opened_it()
    {
        var origin = OriginReader.Assess(
            Plain with
            {
                HeadRef = "claude/eager-hopper-x1y2z",
            },
            [Own with { AuthorEmail = "noreply@anthropic.com", AuthorName = "Claude" }]
        );

        Assert.Equal((3, "ada", true), (origin.Level!.Value, origin.Sponsor, origin.SponsorAttested));
    }

    [Theory]
    [InlineData("Requested by: @bo", "bo")]
    [InlineData("**Requested by:** bo", "bo")]
    public void Whom_an_agent_names_as_its_sponsor_is_told_but_not_attested(string body, string sponsor)
    {
        var origin = OriginReader.Assess(
            Plain with
            {
                Author = new Actor(158243242, "devin-ai-integration[bot]", ActorKind.Bot),
                Body = body,
            },
            [Own]
        );

        Assert.Equal((sponsor, false), (origin.Sponsor, origin.SponsorAttested));
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("Requested by: @bo", true)]
    public void An_autonomous_agent_is_supervised_where_somebody_asked_for_its_work(string body, bool supervised)
    {
        var devin = Plain with { Author = new Actor(158243242, "devin-ai-integration[bot]", ActorKind.Bot), Body = body };
        var its = Own with { AuthorEmail = "158243242+devin-ai-integration[bot]@users.noreply.github.com" };

        Assert.Equal((3, supervised), (OriginReader.Assess(devin, [its]).Level!.Value, OriginReader.Assess(devin, [its]).Supervised));
        Assert.True(OriginReader.Assess(devin, [its, Own with { Sha = Pull.Head(2) }]).Supervised);
        Assert.Equal(supervised, OriginReader.Assess(devin, [Own, its with { Sha = Pull.Head(2) }]).Supervised);
    }

    [Fact]
    public void Copilots_requester_is_its_co_author()
    {
        var origin = OriginReader.Assess(
            Plain with
            {
                Author = new Actor(198982749, "Copilot", ActorKind.Bot),
            },
            [Own with { Message = "Round prices\n\nCo-authored-by: bo <2+bo@users.noreply.github.com>" }]
        );

        Assert.Equal("bo", origin.Sponsor);
    }

    [Fact]
    public void A_marker_that_is_added_later_is_seen_by_the_next_look()
    {
        var seen = Pull.Seen().Turned();
        var plan = PullDecider.Decide(seen.With(pull => pull with { Body = "https://app.devin.ai/sessions/0a1b" }));

        Assert.Equal(["origin/agent"], Assert.Single(plan.Moves.OfType<PullMove.SetLabels>()).Add);
    }
}
