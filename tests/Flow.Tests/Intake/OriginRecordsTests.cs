using Sluice.Flow.Intake;
using Sluice.Flow.Intake.Origin;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Tests.Intake;

/// <summary>What tools write down of their share: trailers, git notes, traces. All of it declares; nothing of it attests.</summary>
public sealed class OriginRecordsTests
{
    private static readonly PullRequest Plain = Pull.Seen().Pull;

    private static readonly CommitInfo Own = Pull.Seen().Commits[0];

    [Theory]
    [InlineData("Assisted-by: Claude:claude-opus-4 coccinelle", "Claude Code")]
    [InlineData("Assisted-by: GitHub Copilot:gpt-5", "GitHub Copilot")]
    [InlineData("Assisted-by: coccinelle", "an assistant")]
    [InlineData("Entire-Checkpoint: 0123456789ab", "an assistant")]
    public void A_trailer_of_assistance_names_the_agent_if_it_is_known(string trailer, string agent)
    {
        var origin = OriginReader.Assess(Plain, [Own with { Message = "Round prices\n\n" + trailer }]);

        Assert.Equal(
            (OriginClass.Assisted, agent, 1, EvidenceStrength.Declared),
            (origin.Class, origin.Agent, origin.Level!.Value, Assert.Single(origin.Evidence).Strength)
        );
    }

    [Theory]
    [InlineData("Co-Authored-By: Claude Opus 4.6 <noreply@anthropic.com>", "Claude Opus 4.6")]
    [InlineData("Assisted-by: Claude:claude-opus-4 coccinelle", "claude-opus-4")]
    [InlineData("Co-Authored-By: Claude <noreply@anthropic.com>", null)]
    [InlineData("Co-Authored-By: Ada the 2nd <ada@example.com>", null)]
    [InlineData("Assisted-by: Claude:<b>4", null)]
    public void The_model_is_what_a_commit_says_of_an_agent_with_a_version(string trailer, string? model) =>
        Assert.Equal(
            model,
            OriginReader
                .Assess(
                    Plain,
                    [
                        Own with
                        {
                            Message = "Round prices\n\nCo-Authored-By: Claude <noreply@anthropic.com>",
                        },
                        Own with
                        {
                            Message = "Round prices\n\n" + trailer,
                        },
                    ]
                )
                .Model
        );

    [Fact]
    public void The_address_of_an_agents_logs_tells_an_autonomous_session()
    {
        var origin = OriginReader.Assess(
            Plain,
            [Own with { Message = "Round prices\n\nAgent-Logs-Url: https://github.com/acme/shop/sessions/0a1b" }]
        );

        Assert.Equal((OriginClass.Agent, "GitHub Copilot", 3), (origin.Class, origin.Agent, origin.Level!.Value));
    }

    [Theory]
    [InlineData("claude", "Claude Code")]
    [InlineData("cursor", "Cursor")]
    [InlineData("github-copilot", "GitHub Copilot")]
    public void A_git_note_names_the_agent_of_a_commit(string tool, string agent)
    {
        var origin = OriginReader.Assess(Plain, [Own with { Note = Note(tool) }]);

        Assert.Equal((OriginClass.Agent, agent, 2, 1.0), (origin.Class, origin.Agent, origin.Level!.Value, origin.Share));
        Assert.Equal(EvidenceStrength.Declared, Assert.Single(origin.Evidence).Strength);
    }

    [Fact]
    public void One_noted_commit_among_a_persons_is_assistance() =>
        Assert.Equal(
            (OriginClass.Assisted, 0.33),
            OriginReader.Assess(Plain, [Own, Own with { Sha = Pull.Head(2) }, Own with { Sha = Pull.Head(3), Note = Note("cursor") }])
                is var origin
                ? (origin.Class, origin.Share)
                : default
        );

    [Fact]
    public void A_note_of_a_tool_that_nobody_knows_is_assistance() =>
        Assert.Equal(
            (OriginClass.Assisted, "an assistant"),
            OriginReader.Assess(Plain, [Own with { Note = Note("grep9000") }]) is var origin ? (origin.Class, origin.Agent) : default
        );

    [Theory]
    [InlineData("Looks good to me.")]
    [InlineData("src/a.py\n  0a1b 1-3\n---\nnot json")]
    [InlineData("---\n{\"schema_version\":\"other/1\",\"prompts\":{\"a\":{\"agent_id\":{\"tool\":\"cursor\"}}}}")]
    [InlineData("---\n{\"schema_version\":\"authorship/3.0.0\",\"prompts\":[]}")]
    [InlineData("---\n{\"schema_version\":7,\"prompts\":{\"a\":1}}")]
    [InlineData("---\n{\"schema_version\":\"\\ud800\",\"prompts\":{\"a\":1}}")]
    [InlineData("---\n{\"\\ud800\":1}")]
    public void Another_note_is_no_evidence(string note) =>
        Assert.Equal(OriginAssessment.None, OriginReader.Assess(Plain, [Own with { Note = note }]));

    [Theory]
    [InlineData("ai", "cursor", "Cursor")]
    [InlineData("mixed", "somebody", "an assistant")]
    public void A_trace_of_a_models_lines_is_assistance(string type, string tool, string agent)
    {
        var origin = OriginReader.Assess(Plain, [Own], [Trace(type, tool)]);

        Assert.Equal((OriginClass.Assisted, agent), (origin.Class, origin.Agent));
    }

    [Fact]
    public void A_trace_with_a_record_a_line_is_read() =>
        Assert.Equal("Cursor", OriginReader.Assess(Plain, [Own], [Trace("human", "x") + "\n" + Trace("ai", "cursor") + "\n"]).Agent);

    [Theory]
    [InlineData("human")]
    [InlineData("unknown")]
    public void A_trace_of_a_persons_lines_is_no_evidence_and_no_proof_of_the_contrary(string type)
    {
        Assert.Equal(OriginAssessment.None, OriginReader.Assess(Plain, [Own], [Trace(type, "cursor")]));
        Assert.Equal(OriginClass.Agent, OriginReader.Assess(Plain with { HeadRef = "codex/x" }, [Own], [Trace(type, "cursor")]).Class);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[1,2]")]
    [InlineData("{\"files\":[{\"conversations\":{}}]}")]
    [InlineData("{\"files\":7")]
    [InlineData("{\"\\ud800\":7}")]
    [InlineData("{\"files\":[{\"conversations\":[{\"contributor\":{\"type\":\"\\udc00\"}}]}]}")]
    public void What_is_no_trace_is_no_evidence(string text) =>
        Assert.Equal(OriginAssessment.None, OriginReader.Assess(Plain, [Own], [text]));

    [Fact]
    public void Half_a_character_for_a_tools_name_is_no_name()
    {
        Assert.Equal("an assistant", OriginReader.Assess(Plain, [Own with { Note = Note("\\ud800") }]).Agent);
        Assert.Equal("an assistant", OriginReader.Assess(Plain, [Own], [Trace("ai", "\\ud800")]).Agent);
    }

    [Fact]
    public void Only_files_of_the_folder_that_are_there_are_read()
    {
        Assert.True(OriginReader.IsTrace(new FileChange(".agent-trace/a.jsonl", 1, 0)));
        Assert.False(OriginReader.IsTrace(new FileChange(".agent-trace/a.json", 0, 1, FileChangeKind.Deleted)));
        Assert.False(OriginReader.IsTrace(new FileChange("docs/.agent-trace.json", 1, 0)));
    }

    private static string Note(string tool) =>
        $$$$"""
            src/price.py
              0a1b2c3d 1-4,9
            ---
            {"schema_version":"authorship/3.0.0","base_commit_sha":"0123","prompts":{"0a1b2c3d":{"agent_id":{"tool":"{{{{tool}}}}","id":"7","model":"m"},"accepted_lines":5}}}
            """;

    private static string Trace(string type, string tool) =>
        $$$"""{"version":"0.1.0","tool":{"name":"{{{tool}}}"},"files":[{"path":"a.py","conversations":[{"contributor":{"type":"{{{type}}}"},"ranges":[{"start_line":1,"end_line":4}]}]}]}""";
}
