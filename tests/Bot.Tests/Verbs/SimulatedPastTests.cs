using System.Text.Json;
using System.Text.RegularExpressions;
using Sluice.Bot.Tests.GitHub;
using Sluice.Hub.Model;

namespace Sluice.Bot.Tests.Verbs;

/// <summary><c>simulate --from-github</c> against a GitHub that runs here.</summary>
public sealed class SimulatedPastTests : HubTests
{
    [Fact]
    public async Task A_repositorys_own_past_is_read_and_what_to_set_is_said_in_the_end()
    {
        Land("pears", "plums", "figs");
        var trace = Path.Combine(Path.GetTempPath(), $"past-{Town.Hub.Shop.Id}-{Environment.ProcessId}.csv");

        var (exit, output, said) = await Simulate("--policy", "sluice", "--out", trace);

        Assert.True(exit == 0, said);
        Assert.Contains("3 merged pull requests\n", said, StringComparison.Ordinal);
        Assert.Contains("trying slots: 32\n", said, StringComparison.Ordinal);
        Assert.Matches(@"trying batch\.max: 1 on \d+ slots\n", said);
        Assert.Contains("3 landed", output, StringComparison.Ordinal);
        var last = output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^3..];
        var advised = Regex.Match(last[0], @"^Advice: (\d+) slots?, at most (\d+) in a batch\. In \.github/sluice\.yml:$").Groups;
        Assert.Equal($"  queue: {{ slots: {advised[1].Value}, batch: {{ max: {advised[2].Value} }} }}", last[1]);
        Assert.Matches(
            @"^Half of your pull requests would land within \d+ min and 95 % within \d+ min, at \d+\.\d min of CI each\.$",
            last[2]
        );
        Assert.Equal(4, (await File.ReadAllLinesAsync(trace, Stop)).Length);
        File.Delete(trace);
    }

    [Fact]
    public async Task As_a_document_it_holds_the_advice()
    {
        Land("pears");

        var (_, output, _) = await Simulate("--json", "--policy", "sluice", "--mean-build", "20m");

        var answer = JsonDocument.Parse(output).RootElement;
        Assert.Equal(1200, answer.GetProperty("options").GetProperty("mean_build_s").GetDouble());
        Assert.Equal(
            answer.GetProperty("options").GetProperty("slots").GetInt32(),
            answer.GetProperty("advice").GetProperty("slots").GetInt32()
        );
        Assert.True(answer.GetProperty("advice").GetProperty("p95_s").GetDouble() > 0);
    }

    [Fact]
    public async Task What_landed_before_those_days_does_not_count()
    {
        Land("pears");

        var (exit, output, said) = await Simulate("--days", "1");
        Town.Do(() => Town.Hub.Shop.Pulls.Values.Single().MergedAt -= TimeSpan.FromDays(2));
        var later = await Simulate("--days", "1");

        Assert.Equal(0, exit);
        Assert.Contains("1 landed", output, StringComparison.Ordinal);
        Assert.EndsWith("nothing was merged into main in the last 1 day.\n", later.Said, StringComparison.Ordinal);
        Assert.Equal((2, ""), (later.Exit, later.Output));
        Assert.DoesNotContain("nothing was merged", said, StringComparison.Ordinal);
    }

    private Task<(int Exit, string Output, string Said)> Simulate(params string[] options) =>
        SluiceProcess.RunWith(
            [("GITHUB_API_URL", Town.Hub.Url), ("GITHUB_TOKEN", Town.Hub.Tokens["ada"])],
            ["simulate", "--from-github", "acme/shop", .. options]
        );

    /// <summary>Pulls that land with green CI on the base.</summary>
    private void Land(params string[] branches)
    {
        Town.Do(() => Town.World.Actions.Add(Town.Hub.Shop, "CI", "push", ["test"], "main"));
        foreach (var branch in branches)
        {
            var pull = Town.OpenPull(branch, $"src/{branch}.txt");
            Town.Do(() =>
            {
                Assert.False(Town.World.Merging.MergePull(Town.As("ada"), pull, MergeMethod.Merge, null, null, null).IsRefused);
                var job = Town.Hub.Shop.WorkflowRuns.Values.Last().Jobs[0];
                Town.World.Actions.Start(job);
                Assert.True(Town.World.Actions.Finish(job, "success"));
            });
        }
    }
}
