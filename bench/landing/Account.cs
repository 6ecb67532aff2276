using System.Globalization;
using Sluice.Hub.Rest;

namespace Sluice.Bench.Landing;

/// <summary>What landing costs of GitHub's requests: every one that the bot sends, by kind, until nothing more comes.</summary>
internal static class Account
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(6);

    public static async Task<int> Run(int pulls, string policy)
    {
        await using var town = await Town.Build(1, policy, TimeSpan.Zero);
        await using var server = await Server.Start(town.Hub);
        var known = town.Hub.Shop;
        var first = town.Queue(known);
        town.OpenCi();
        await town.Until(() => first.IsMerged, "the first has landed, and what is learnt once of a repository is known");
        await Silence(town);
        var before = town.Hub.Requests.Entries.Count;
        var queued = Enumerable.Range(0, pulls).Select(_ => town.Queue(known)).ToList();
        await town.Until(() => queued.All(pull => pull.IsMerged), "they have landed");
        await Silence(town);
        var builds = town.Hub.World.Do(() =>
            known.WorkflowRuns.Values.Count(run => run.HeadBranch.StartsWith("sluice/queue/", StringComparison.Ordinal)) - 1
        );
        Write([.. town.Hub.Requests.Entries.Skip(before).Where(request => request.Who == town.Hub.App.Bot.Login)], pulls, builds);
        return 0;
    }

    private static async Task Silence(Town town)
    {
        var (seen, since) = (-1, TimeProvider.System.GetTimestamp());
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (TimeProvider.System.GetElapsedTime(since) < Quiet)
        {
            if (town.Hub.Requests.Entries.Count is var now && now != seen)
            {
                (seen, since) = (now, TimeProvider.System.GetTimestamp());
            }

            await beat.WaitForNextTickAsync();
        }
    }

    private static void Write(List<LoggedRequest> requests, int pulls, int builds)
    {
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{pulls} pull requests landed with {builds} builds, {(double)pulls / builds:0.0} in each."
            )
        );
        Console.WriteLine();
        Console.WriteLine("| request | each landed pull | mutations in it | refused |");
        Console.WriteLine("|---|--:|--:|--:|");
        var kinds = requests.GroupBy(Name).OrderByDescending(kind => kind.Count()).ThenBy(kind => kind.Key, StringComparer.Ordinal);
        foreach (var kind in kinds)
        {
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {kind.Key} | {(double)kind.Count() / pulls:0.00} | {(double)kind.Sum(request => Writes(request) ? request.Fields : 0) / pulls:0.00} | {kind.Count(request => request.Status >= 400)} |"
                )
            );
        }

        var api = requests.Where(request => !IsGit(request)).ToList();
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"| **API: writes** | **{(double)api.Count(Writes) / pulls:0.00}** | {(double)api.Where(Writes).Sum(request => request.Fields) / pulls:0.00} | |\n| **API: reads** | **{(double)api.Count(request => !Writes(request)) / pulls:0.00}** | | |\n| **content-generating** | **{(double)api.Count(request => request.IsContent) / pulls:0.00}** | | |\n| git: pushes | {(double)requests.Count(request => IsGit(request) && request.Operation == "git push git-receive-pack") / pulls:0.00} | | |\n| git: all requests | {(double)requests.Count(IsGit) / pulls:0.00} | | |"
            )
        );
    }

    private static bool IsGit(LoggedRequest request) => request.Operation?.StartsWith("git ", StringComparison.Ordinal) == true;

    private static bool Writes(LoggedRequest request) => request is { Method: not "GET", IsQuery: false };

    private static string Name(LoggedRequest request) =>
        $"{request.Method} {request.Operation ?? request.Path}{(request.Operation != "/graphql" ? "" : request.IsQuery ? " (query)" : request.IsContent ? " (mutations, comments)" : " (mutations)")}";
}
