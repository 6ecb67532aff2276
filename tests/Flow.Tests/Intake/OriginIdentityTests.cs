using Sluice.Flow.Intake;
using Sluice.Flow.Intake.Admissions;
using Sluice.Flow.Intake.Origin;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Tests.Intake;

/// <summary>
/// What GitHub itself stands for: through which App a pull was opened, and whose key signed its head. Only that may grant.
/// </summary>
public sealed class OriginIdentityTests
{
    private const string Copilot = "198982749+Copilot@users.noreply.github.com";

    private static readonly PullRequest Plain = Pull.Seen().Pull;

    private static readonly CommitInfo Own = Pull.Seen().Commits[0];

    private static readonly PullRequest Devins = Plain with
    {
        Author = new Actor(158243242, "devin-ai-integration[bot]", ActorKind.Bot),
        Body = "Requested by: @bo",
    };

    [Theory]
    [InlineData(1144995, "OpenAI Codex")]
    [InlineData(1236702, "Claude Code")]
    [InlineData(1210556, "Cursor")]
    [InlineData(1143301, "GitHub Copilot")]
    public void A_pull_that_an_Agents_App_opened_as_a_person_is_the_agents_for_that_person(long app, string agent)
    {
        var origin = OriginReader.Assess(Plain with { ViaApp = app }, [Own]);

        Assert.Equal((OriginClass.Agent, agent, "ada", true), (origin.Class, origin.Agent, origin.Sponsor, origin.SponsorAttested));
        Assert.Equal(EvidenceStrength.Attested, Assert.Single(origin.Evidence).Strength);
    }

    [Fact]
    public void Any_other_App_is_no_evidence() =>
        Assert.Equal(OriginAssessment.None, OriginReader.Assess(Plain with { ViaApp = 15368 }, [Own]));

    [Theory]
    [InlineData(true, "noreply@github.com", EvidenceStrength.Attested)]
    [InlineData(true, "ada@shop.example", EvidenceStrength.Structural)]
    [InlineData(false, "noreply@github.com", EvidenceStrength.Structural)]
    public void An_agents_commit_is_attested_where_GitHub_made_it(bool byGitHub, string committer, EvidenceStrength strength)
    {
        var commit = Own with { AuthorEmail = Copilot, CommitterEmail = committer, Signed = new Signed(Pull.Ada, byGitHub) };

        Assert.Equal(
            (OriginClass.Agent, strength),
            OriginReader.Assess(Plain, [commit]) is var origin ? (origin.Class, Assert.Single(origin.Evidence).Strength) : default
        );
    }

    [Fact]
    public void A_persons_signature_is_no_evidence_of_an_agent() =>
        Assert.Equal(OriginAssessment.None, OriginReader.Assess(Plain, [Own with { Signed = new Signed(Pull.Ada, false) }]));

    [Fact]
    public void Whoever_is_named_as_sponsor_is_attested_by_signing_the_head()
    {
        var origin = OriginReader.Assess(Devins, [Own, Own with { Sha = Pull.Head(2), Signed = new Signed(Pull.Bo, false) }]);

        Assert.Equal(("bo", true, true), (origin.Sponsor, origin.SponsorAttested, origin.Supervised));
        Assert.Contains(new Evidence(EvidenceStrength.Attested, "Devin", "bo, who asked for it, signed the head"), origin.Evidence);
    }

    [Fact]
    public void Nothing_else_attests_a_sponsor()
    {
        Row<CommitInfo>[] others =
        [
            [Own],
            [Own with { Signed = new Signed(Pull.Cy, false) }],
            [Own with { Signed = new Signed(Pull.Bo, true) }],
            [Own with { Signed = new Signed(Pull.Bo, false) }, Own with { Sha = Pull.Head(2) }],
        ];

        Assert.All(
            others,
            commits =>
                Assert.Equal(
                    ("bo", false),
                    OriginReader.Assess(Devins, commits) is var origin ? (origin.Sponsor, origin.SponsorAttested) : default
                )
        );
    }

    [Fact]
    public void An_App_that_nobody_knows_is_no_sponsor_of_an_agents_work()
    {
        var app = Pull.Seen().Pull with { Author = new Actor(555, "some-new-app[bot]", ActorKind.Bot) };
        var jules = Pull.Seen().Commits[0] with { AuthorEmail = "161369871+google-labs-jules[bot]@users.noreply.github.com" };

        var alone = OriginReader.Assess(app, [jules]);
        Assert.Equal((OriginClass.Agent, 3, null, false), (alone.Class, alone.Level, alone.Sponsor, alone.SponsorAttested));

        var asked = OriginReader.Assess(app with { Body = "Requested by: @cy" }, [jules]);
        Assert.Equal(("cy", false), (asked.Sponsor, asked.SponsorAttested));
    }

    [Fact]
    public void An_attested_sponsor_spares_the_approval_that_agents_need_more()
    {
        var seen = Pull.Seen() with { Pull = Devins, Reviews = [] };

        Assert.Equal(2, Need(seen));
        Assert.Equal(1, Need(seen with { Commits = [Own with { Signed = new Signed(Pull.Bo, false) }] }));
    }

    private static int Need(PullSeen seen) =>
        seen.Turned() is var turned ? ApprovalTally.Of(turned, turned.Ledger, turned.Ledger.Assessment!).Need : -1;
}
