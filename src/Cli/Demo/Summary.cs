using System.Text.Json.Nodes;
using Sluice.Hub;
using Sluice.Hub.Model;
using Spectre.Console;

namespace Sluice.Cli.Demo;

/// <summary>The demo's figures, from the hub's own log.</summary>
internal sealed record Summary(
    int Pulls,
    int Landed,
    int Ejected,
    int Waiting,
    int CulpritsRight,
    int CulpritsWrong,
    int Builds,
    double BuildsPerLanded,
    double RequestsPerLanded,
    double LeadTimeP50,
    double LeadTimeP95,
    int Canaries,
    int Promoted,
    int RolledBack,
    IReadOnlyList<string> Reverts,
    double Seconds,
    IReadOnlyList<string> Broken
)
{
    public static Summary Of(HubServer hub, Team team, Ending ending, TimeSpan took, IReadOnlyList<string> broken) =>
        hub.World.Do(() =>
        {
            var pulls = team.Pulls.Select(pair => (Pull: hub.Shop.Pulls[pair.Key], pair.Value.Truth)).ToList();
            var landed = pulls.Where(pull => ending.Of(pull.Pull) == Fate.Landed).ToList();
            var ejected = pulls.Where(pull => ending.Of(pull.Pull) == Fate.Ejected).ToList();
            var builds = hub.Shop.WorkflowRuns.Values.Count(run => run.HeadBranch.StartsWith("sluice/queue/", StringComparison.Ordinal));
            var requests = hub.Requests.Entries.Count(request => request.Who == hub.App.Bot.Login);
            var leads = landed.Select(pull => (pull.Pull.MergedAt! - pull.Pull.CreatedAt).Value.TotalSeconds).Order().ToList();
            var right = ejected.Count(pull => pull.Truth is Truth.BreaksAlone or Truth.BreaksTogether or Truth.Conflicts);
            var deployments = hub.Shop.Deployments.Values.ToList();
            return new Summary(
                pulls.Count,
                landed.Count,
                ejected.Count,
                pulls.Count - landed.Count - ejected.Count,
                right,
                ejected.Count - right,
                builds,
                Per(builds, landed.Count),
                Per(requests, landed.Count),
                Quantile(leads, 0.5),
                Quantile(leads, 0.95),
                deployments.Where(made => Stage(made) == "canary").Select(made => made.Sha).Distinct().Count(),
                deployments.Count(made => Stage(made) == "production" && made.HasSucceeded),
                deployments.Count(made => Stage(made) == "rollback"),
                [.. hub.Shop.Pulls.Values.Where(pull => pull.Author == hub.App.Bot && pull.IsMerged).Select(pull => pull.Title)],
                Math.Round(took.TotalSeconds, 1),
                broken
            );
        });

    /// <summary>Everything that was played was played to its end.</summary>
    public bool HasEnded { get; init; } = true;

    /// <param name="stays">Whether the pages stay up.</param>
    public Table Draw(bool stays)
    {
        var table = new Table()
            .RoundedBorder()
            .HideHeaders()
            .Title(
                !HasEnded ? "[red]it did not come to its end[/]"
                : Broken.Count == 0 ? "[green]every invariant held[/]"
                : "[red]an invariant was broken[/]"
            )
            .AddColumns("what", "figure");
        Add("pull requests", $"{Pulls} opened, {Landed} landed, {Ejected} ejected, {Waiting} still waiting for a person");
        Add("culprits", $"{CulpritsRight} right, {CulpritsWrong} wrong");
        Add("CI builds", $"{Builds}, {BuildsPerLanded} for each landed pull request");
        Add("requests to GitHub", $"{RequestsPerLanded} for each landed pull request");
        Add("lead time", $"{LeadTimeP50} s median, {LeadTimeP95} s at the 95th percentile");
        Add("canaries", $"{Canaries} judged, {Promoted} promoted, {RolledBack} rolled back");
        Add("taken back", $"{(Reverts.Count == 0 ? "nothing" : string.Join("; ", Reverts))}");
        Add("took", $"{Seconds} s{(stays ? "" : "; --keep leaves the lane's pages up")}");
        return table;

        void Add(string what, FormattableString figure) => table.AddRow(what, Markup.Escape(FormattableString.Invariant(figure)));
    }

    public JsonObject ToJson(ulong seed) =>
        new()
        {
            ["seed"] = seed,
            ["pulls"] = Pulls,
            ["landed"] = Landed,
            ["ejected"] = Ejected,
            ["waiting"] = Waiting,
            ["culprits"] = new JsonObject { ["right"] = CulpritsRight, ["wrong"] = CulpritsWrong },
            ["builds"] = Builds,
            ["builds_per_landed"] = BuildsPerLanded,
            ["requests_per_landed"] = RequestsPerLanded,
            ["lead_time_s"] = new JsonObject { ["p50"] = LeadTimeP50, ["p95"] = LeadTimeP95 },
            ["canaries"] = new JsonObject
            {
                ["judged"] = Canaries,
                ["promoted"] = Promoted,
                ["rolled_back"] = RolledBack,
            },
            ["reverts"] = new JsonArray([.. Reverts.Select(title => JsonValue.Create(title))]),
            ["seconds"] = Seconds,
            ["invariants"] = new JsonObject
            {
                ["held"] = Broken.Count == 0,
                ["broken"] = new JsonArray([.. Broken.Select(line => JsonValue.Create(line))]),
            },
        };

    private static string? Stage(Deployment made) => made.Payload?["sluice"]?["stage"]?.GetValue<string>();

    private static double Per(int count, int landed) => landed == 0 ? 0 : Math.Round((double)count / landed, 2);

    private static double Quantile(List<double> sorted, double share) =>
        sorted.Count == 0 ? 0 : Math.Round(sorted[(int)Math.Ceiling(share * sorted.Count) - 1], 1);
}
