using Sluice.Flow.Intake.Ci;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Tests.Intake;

/// <summary>Which files CI runs, from what its workflows say.</summary>
public sealed class CiNamesTests
{
    [Theory]
    [InlineData("bash ci/test.sh", "ci/test.sh")]
    [InlineData("./ci/test.sh --fast", "ci/test.sh")]
    [InlineData("cd ci && ./test.sh", "ci/test.sh")]
    [InlineData("source ../lib/env.sh", "lib/env.sh")]
    [InlineData("\"$GITHUB_WORKSPACE\"/ci/test.sh", "ci/test.sh")]
    [InlineData("${{ github.workspace }}/ci/test.sh", "ci/test.sh")]
    [InlineData("/srv/agent/shop/ci/test.sh", "ci/test.sh")]
    [InlineData("bash \"$(dirname \"$0\")/ci/test.sh\"", "ci/test.sh")]
    [InlineData("bash ci/$(uname).sh", "ci/Linux.sh")]
    [InlineData("bash ci/test-${{ matrix.os }}.sh", "ci/test-linux.sh")]
    [InlineData("cd ci && ./build-${{ matrix.os }}", "ci/build-linux")]
    [InlineData("cd ci && ./test-$SUITE", "ci/test-unit")]
    [InlineData("cd ci && bash \"${SUITE}_tests\"", "ci/unit_tests")]
    [InlineData("bash ci/{lint,test}.sh", "ci/lint.sh")]
    [InlineData("for f in ci/*.sh; do bash $f; done", "ci/late.sh")]
    [InlineData("bash 'my scripts/run me.sh'", "my scripts/run me.sh")]
    [InlineData("pwsh -File ci\\Build.ps1", "ci/build.ps1")]
    [InlineData("python -m tools.release", "tools/release.py")]
    [InlineData("python -m tools.release", "tools/release/__main__.py")]
    [InlineData("python -Im tools.release", "tools/release.py")]
    [InlineData("python3 -m \"tools.release\"", "tools/release.py")]
    [InlineData("node ./tools/release", "tools/release/index.js")]
    [InlineData("go run ./cmd/ci", "cmd/ci/main.go")]
    [InlineData("bash vendor/kit/run.sh", "vendor/kit")]
    [InlineData("tool --config=deep/ci.conf", "deep/ci.conf")]
    [InlineData("${{ inputs.fast && './ci/fast.sh' || './ci/slow.sh' }}", "ci/slow.sh")]
    [InlineData("make check", "Makefile")]
    [InlineData("make check", "sub/rules.mk")]
    [InlineData("npm ci && npm run build", "web/package.json")]
    [InlineData("./gradlew build", "app/build.gradle.kts")]
    [InlineData("just ship", "justfile")]
    [InlineData("docker build .", "images/ci/Dockerfile")]
    [InlineData("dotnet test", "Directory.Build.targets")]
    [InlineData("ruby -r./ci/setup run.rb", "ci/setup.rb")]
    [InlineData("make -fci/Rules check", "ci/Rules")]
    [InlineData("bash ${{ format('ci/{0}.sh', matrix.os) }}", "ci/linux.sh")]
    [InlineData("npx gulp build", "gulpfile.js")]
    [InlineData("bundle exec fastlane beta", "fastlane/Fastfile")]
    [InlineData("zig build test", "build.zig")]
    public void A_step_names_what_it_runs(string run, string path) => Assert.True(Names(Step(run)).Has(path));

    [Theory]
    [InlineData("bash ci/test.sh", "ci/other.sh")]
    [InlineData("bash ci/test.sh", "ci/test.sh.md")]
    [InlineData("bash ci/test.sh", "src/contest.sh")]
    [InlineData("npm ci", "src/index.js")]
    [InlineData("npm test", "Makefile")]
    [InlineData("echo \"v${VERSION}\"", "vendor/list.txt")]
    [InlineData("echo $HOME ${{ github.sha }}", "docs/guide.md")]
    [InlineData("pytest tests/", "tests/test_price.py")]
    [InlineData("tool --key ${{ hashFiles('src/**') }}", "src/price.py")]
    public void Nothing_else_is_named(string run, string path) => Assert.False(Names(Step(run)).Has(path));

    [Theory]
    [InlineData("docker/build-push-action@v6", "images/ci/Dockerfile")]
    [InlineData("pre-commit/action@v3.0.1", ".pre-commit-config.yaml")]
    public void What_others_actions_read_without_being_told_is_named(string action, string path) =>
        Assert.True(Names($"jobs:\n  it:\n    steps:\n      - uses: {action}\n").Has(path));

    [Fact]
    public void A_local_action_is_run_whole_and_what_it_names_too()
    {
        var names = Names(
            Step("true") + "      - uses: ./tools/setup\n",
            ("tools/setup/action.yml", "runs:\n  using: composite\n  steps:\n    - run: bash other/deep.sh\n"),
            ("other/deep.sh", "exec ./other/deeper\n"),
            ("other/deeper", "#!/bin/sh\n. ./other/deepest.conf\n")
        );

        Assert.All(
            ["tools/setup/dist/any.bin", "other/deep.sh", "other/deeper", "other/deepest.conf"],
            path => Assert.True(names.Has(path), path)
        );
        Assert.False(names.Has("other/beside.conf"));
    }

    [Fact]
    public void An_action_at_the_root_is_read_for_what_it_names()
    {
        var names = Names("jobs:\n  it:\n    steps:\n      - uses: ./\n", ("action.yml", "runs:\n  main: dist/index.js\n"));

        Assert.True(names.Has("action.yml") && names.Has("dist/index.js"));
        Assert.False(names.Has("src/index.ts"));
    }

    [Fact]
    public void A_package_names_what_its_scripts_run_and_a_Makefile_what_its_recipes_run()
    {
        var names = Names(
            Step("npm test; make lint"),
            ("package.json", """{ "main": "src/app.js", "scripts": { "build": "tsc", "test": "node ./ci/suite.js" } }"""),
            ("Makefile", "lint:\n\t$(SHELL) ci/lint.sh\n")
        );

        Assert.True(names.Has("ci/suite.js") && names.Has("ci/lint.sh"));
        Assert.False(names.Has("src/app.js"));
    }

    [Fact]
    public void A_line_end_within_a_packages_script_is_no_letter_of_the_next_word() =>
        Assert.True(Names(Step("npm test"), ("package.json", """{ "scripts": { "test": "true\nci/next.sh" } }""")).Has("ci/next.sh"));

    [Theory]
    [InlineData("""{ "scripts": { "test": "\ud800 ci/next.sh" } }""")]
    [InlineData("""{ "\ud800": 1, "scripts": { "test": "ci/next.sh" } }""")]
    [InlineData("""{ "scripts": { "\ud800": "ci/next.sh" } }""")]
    public void Half_a_character_in_a_package_hides_nothing_that_it_runs(string package) =>
        Assert.True(Names(Step("npm test"), ("package.json", package)).Has("ci/next.sh"));

    [Theory]
    [InlineData("defaults: &shell { run: { shell: bash } }\n")]
    [InlineData("name: !!str shop\n")]
    [InlineData("name: shop\nname: shop\n")]
    public void A_workflow_that_is_not_read_here_may_run_anything(string begin) =>
        Assert.True(Names(begin + Step("true") + "      - uses: ./tools/setup\n").Has("tools/setup/dist/any.bin"));

    [Fact]
    public void When_a_workflow_runs_is_not_what_it_runs()
    {
        const string Filtered =
            "on:\n  push:\n    paths: [\"src/**\"]\njobs:\n  it:\n    steps:\n      - uses: actions/upload-artifact@v4\n        with: { path: \"docs/**\" }\n";

        Assert.False(Names(Filtered).Has("src/price.py"));
        Assert.False(Names(Filtered).Has("docs/guide.md"));
    }

    [Fact]
    public void Values_elsewhere_in_a_workflow_name_scripts_too() =>
        Assert.True(
            Names(
                    "jobs:\n  it:\n    strategy: { matrix: { script: [ci/one.sh, ci/two.sh] } }\n    steps: [{ run: 'bash ${{ matrix.script }}' }]\n"
                )
                .Has("ci/two.sh")
        );

    [Fact]
    public void A_workflow_that_cannot_be_parsed_may_run_anything() =>
        Assert.True(Names("jobs:\n  it:\n\tsteps: [ { run: bash ci/test.sh").Has("docs/guide.md"));

    [Fact]
    public void A_workflow_too_large_to_be_read_names_everything()
    {
        var reading = CiReading.Begin([".github/workflows/ci.yml"]).Take(".github/workflows/ci.yml", null);

        Assert.Empty(reading.Wanted);
        Assert.True(reading.Names.Has("any/thing.md"));
    }

    [Fact]
    public void More_instructions_than_are_read_name_everything() =>
        Assert.True(CiReading.Begin(Enumerable.Range(0, 201).Select(number => $".github/workflows/{number}.yml")).Names.Unread);

    [Fact]
    public void Scripts_that_name_each_other_are_read_once_each() =>
        Assert.True(Names(Step("bash a.sh"), ("a.sh", "./b.sh"), ("b.sh", "./a.sh; ./c.txt")).Has("c.txt"));

    [Fact]
    public void Wildcards_that_many_workflows_repeat_are_matched_once()
    {
        var scripts = Enumerable.Range(0, 2000).Select(number => $"tools/{number}/script");
        // Matched anew for each workflow they would be ten times more than are matched at all.
        var reading = ManyWildcards(20, scripts.Append("ci/x7/y/run.sh"));

        Assert.False(reading.Names.Unread);
        Assert.Contains("ci/x7/y/run.sh", reading.Seen);
    }

    [Fact]
    public void More_scripts_and_wildcards_than_are_matched_name_everything() =>
        Assert.True(ManyWildcards(1, Enumerable.Range(0, 5000).Select(number => $"tools/{number}/script")).Names.Unread);

    [Fact]
    public void A_change_of_more_files_than_are_matched_counts_whole()
    {
        var files = Enumerable.Range(0, 5000).Select(number => new FileChange($"docs/{number}.md", 1, 0)).ToRow();

        Assert.Equal(
            (5000, true),
            CiTouch.Of(new Change(Pull.Head(100), Pull.Head(), files), ManyWildcards(1, []).Names) is var touch
                ? (touch.Paths.Count, touch.Unread)
                : default
        );
    }

    [Theory]
    [InlineData("${{ ")]
    [InlineData("{,")]
    [InlineData("hashFiles(")]
    [InlineData("${")]
    [InlineData("a/")]
    [InlineData("b/*")]
    [InlineData("b/*x ")]
    [InlineData(" -m ")]
    public void Text_of_one_piece_over_and_over_is_read_to_its_end(string piece) =>
        Assert.True(
            Names(Step("bash a.sh"), ("a.sh", string.Concat(Enumerable.Repeat(piece, 200_000 / piece.Length)) + "\n./tools/last.sh\n"))
                .Has("tools/last.sh")
        );

    [Fact]
    public void A_change_is_held_against_base_and_head_by_both_names_of_what_was_moved()
    {
        var change = new Change(
            Pull.Head(100),
            Pull.Head(),
            [new("ci/new.sh", 1, 0), new("docs/a.md", 1, 0), new("docs/b.sh", 0, 0, FileChangeKind.Renamed) { From = "ci/old.sh" }]
        );
        var touch = CiTouch.Of(change, Names(Step("bash ci/old.sh")), Names(Step("bash ci/new.sh")));

        Assert.Equal(new CiTouch(["ci/new.sh", "ci/old.sh"]), touch);
        Assert.Equal(
            [".github/actions/a/x", "Jenkinsfile"],
            CiTouch.Of(change with { Files = [new(".github/actions/a/x", 1, 1), new("Jenkinsfile", 1, 1)] }, CiNames.Nothing).Paths
        );
    }

    private static CiReading ManyWildcards(int workflows, IEnumerable<string> scripts)
    {
        var text =
            "on: push\njobs:\n  it:\n    steps:\n      - run: bash"
            + string.Concat(Enumerable.Range(0, 499).Select(number => $" ci/x{number}/*/run.sh"))
            + "\n";
        var reading = CiReading.Begin(Enumerable.Range(0, workflows).Select(number => $".github/workflows/{number}.yml").Concat(scripts));
        while (reading.Wanted.FirstOrDefault(path => path.EndsWith(".yml", StringComparison.Ordinal)) is { } next)
        {
            reading = reading.Take(next, text);
        }

        return reading;
    }

    private static string Step(string run) => $"on: push\njobs:\n  it:\n    steps:\n      - run: |\n          {run}\n";

    private static CiNames Names(string workflow, params (string Path, string Text)[] others)
    {
        var files = new SortedDictionary<string, string>(others.ToDictionary(file => file.Path, file => file.Text), StringComparer.Ordinal)
        {
            [".github/workflows/ci.yml"] = workflow,
        };
        var reading = CiReading.Begin(files.Keys);
        while (reading.Wanted is [var next, ..])
        {
            reading = reading.Take(next, files[next]);
        }

        return reading.Names;
    }
}
