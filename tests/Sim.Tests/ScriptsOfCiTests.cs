using System.Reflection;
using Sluice.Flow.Repo;
using Sluice.Hub.Model;
using Sluice.Sim.Fakes;
using Sluice.Sim.Storms;
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
    private readonly List<Sha> _read = [];

    public ScriptsOfCiTests()
    {
        _mirror = new MemoryMirror(_town.World, _town.Installation);
        var counted = DispatchProxy.Create<IGit, Counted>();
        ((Counted)(object)counted).Over(_mirror, _read);
        _scripts = new ScriptsOfCi(counted);
        Commit("main", (".github/workflows/ci.yml", Workflow), ("ci/test.sh", "./ci/steps/one\n"), ("ci/steps/one", "true\n"), ("docs/guide.md", "guide\n"));
    }

    [Theory]
    [InlineData("ci/test.sh")]
    [InlineData("ci/steps/one")]
    public async Task What_the_workflows_of_the_base_name_is_found_in_a_head(string path) => Assert.Equal([path], await Touched((path, "evil\n")));

    [Fact]
    public async Task What_no_workflow_names_is_not() => Assert.Empty(await Touched(("docs/guide.md", "better\n")));

    [Fact]
    public async Task A_head_cannot_take_a_name_away_and_what_it_names_itself_counts_too() =>
        Assert.Equal(
            [".github/workflows/ci.yml", "ci/test.sh", "docs/guide.md"],
            await Touched((".github/workflows/ci.yml", Workflow.Replace("ci/test.sh", "docs/guide.md", StringComparison.Ordinal)), ("ci/test.sh", "evil\n"), ("docs/guide.md", "evil\n")));

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
        var before = _read.Count(read => read == head);
        Commit("main", ("docs/other.md", "other\n"));
        await Touched(head);

        Assert.Equal((1, 1), (before, _read.Count(read => read == head)));
        Assert.Equal(3, _read.Count);
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
        var done = _town.World.Refs.CommitTo(by, _town.Repo, branch, "Work", files.Select(file => KeyValuePair.Create(file.Path, (string?)file.Text)), branch == "main" ? null : "main");
        Assert.Null(done.Refusal?.Message);
        return new Sha(_town.Repo.Branch(branch)!);
    }

    /// <summary>Notes each commit whose paths are asked for.</summary>
    public class Counted : DispatchProxy
    {
        private MemoryMirror? _mirror;
        private List<Sha> _read = [];

        public void Over(MemoryMirror mirror, List<Sha> read) => (_mirror, _read) = (mirror, read);

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            if (targetMethod!.Name == nameof(IGit.Paths))
            {
                _read.Add((Sha)args![1]!);
            }

            return targetMethod.Invoke(_mirror, args);
        }
    }
}
