using Sluice.Flow.Repo;
using Sluice.Hub.Model;
using Sluice.Sim.Fakes;
using Sluice.Sim.Storms;
using Sluice.Sim.Tests.Turns;
using Sluice.Turns.Ports;
using Sluice.Turns.Pulls;

namespace Sluice.Sim.Tests;

public sealed class ScriptsOfCiTests
{
    private const string Workflow = "on: push\njobs:\n  test:\n    steps:\n      - run: bash ci/test.sh\n";

    private static readonly CancellationToken Stop = CancellationToken.None;

    private readonly Town _town = new(1);
    private readonly MemoryMirror _mirror;
    private readonly ScriptsOfCi _scripts;
    private readonly Watched _watch;

    public ScriptsOfCiTests()
    {
        _mirror = new MemoryMirror(_town.World, _town.Installation);
        (var git, _watch) = Watched.Around<IGit>(_mirror);
        _scripts = new ScriptsOfCi(git);
        Commit(
            "main",
            (".github/workflows/ci.yml", Workflow),
            ("ci/test.sh", "./ci/steps/one\n"),
            ("ci/steps/one", "true\n"),
            ("docs/guide.md", "guide\n")
        );
    }

    [Theory]
    [InlineData("ci/test.sh")]
    [InlineData("ci/steps/one")]
    public async Task What_the_workflows_of_the_base_name_is_found_in_a_head(string path) =>
        Assert.Equal([path], await Touched((path, "evil\n")));

    [Fact]
    public async Task What_no_workflow_names_is_not() => Assert.Empty(await Touched(("docs/guide.md", "better\n")));

    [Fact]
    public async Task A_head_cannot_take_a_name_away_and_what_it_names_itself_counts_too() =>
        Assert.Equal(
            [".github/workflows/ci.yml", "ci/test.sh", "docs/guide.md"],
            await Touched(
                (".github/workflows/ci.yml", Workflow.Replace("ci/test.sh", "docs/guide.md", StringComparison.Ordinal)),
                ("ci/test.sh", "evil\n"),
                ("docs/guide.md", "evil\n")
            )
        );

    [Fact]
    public async Task A_base_that_moved_on_is_read_again()
    {
        var head = Commit("head", ("docs/guide.md", "better\n"));
        Assert.Empty(await Touched(head));
        Commit("main", (".github/workflows/docs.yml", "on: push\njobs: { it: { steps: [ { run: cat docs/guide.md } ] } }\n"));
        Assert.Equal(["docs/guide.md"], await Touched(head));
    }

    [Fact]
    public async Task A_head_is_not_read_again_because_the_base_moved_on()
    {
        var head = Commit("head", ("docs/guide.md", "better\n"));
        await Touched(head);
        var before = Read().Count(read => read == head);
        Commit("main", ("docs/other.md", "other\n"));
        await Touched(head);

        Assert.Equal((1, 1), (before, Read().Count(read => read == head)));
        Assert.Equal(3, Read().Count);
    }

    [Fact]
    public async Task What_a_head_changes_against_another_of_its_merge_bases_is_looked_for_as_well()
    {
        var first = Commit("main", ("docs/other.md", "other\n"));
        var head = Commit("head", ("ci/test.sh", "cat docs/guide.md\n"));
        var second = Commit("main", ("docs/other.md", "more\n"));
        var repo = WorldFacts.Of(_town.Repo, _town.Installation).Repository!;
        await _mirror.Fetch(repo, Stop);
        await _scripts.In(repo, first, new Change(first, head, []), Stop);

        var both = new Change(first, head, [new FileChange("docs/guide.md", 1, 1)]) { MergeBases = [first, second] };

        Assert.Equal(["docs/guide.md"], (await _scripts.In(repo, second, both, Stop)).Paths);
    }

    private async Task<IReadOnlyList<string>> Touched(params (string Path, string Text)[] files) => await Touched(Commit("head", files));

    private async Task<IReadOnlyList<string>> Touched(Sha head)
    {
        var repo = WorldFacts.Of(_town.Repo, _town.Installation).Repository!;
        await _mirror.Fetch(repo, Stop);
        var onto = (await _mirror.Branch(repo, "main", Stop))!.Value;
        return (await _scripts.In(repo, onto, await _mirror.Change(repo, onto, head, Stop), Stop)).Paths;
    }

    private Sha Commit(string branch, params (string Path, string Text)[] files)
    {
        var by = new Caller.User(_town.World.Accounts["ada"]);
        var done = _town.World.Refs.CommitTo(
            by,
            _town.Repo,
            branch,
            "Work",
            files.Select(file => KeyValuePair.Create(file.Path, (string?)file.Text)),
            branch == "main" ? null : "main"
        );
        Assert.Null(done.Refusal?.Message);
        return new Sha(_town.Repo.Branch(branch)!);
    }

    /// <summary>Each commit whose paths were asked for.</summary>
    private List<Sha> Read() => [.. _watch.Asked.Where(asked => asked.What == nameof(IGit.Paths)).Select(asked => (Sha)asked.With[1]!)];
}
