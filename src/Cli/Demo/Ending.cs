using Sluice.Hub;
using Sluice.Hub.Model;

namespace Sluice.Cli.Demo;

/// <summary>How one pull request ended, as GitHub shows it.</summary>
internal enum Fate
{
    Waiting,
    Queued,
    Landed,
    Ejected,
    Held,
}

/// <summary>Reads from the hub, and from nothing of the bot, where everything stands.</summary>
internal sealed class Ending(HubServer hub, Team team)
{
    public const string CheckName = "sluice";

    public Fate Of(Pull pull) =>
        pull.IsMerged
            ? Fate.Landed
            : (Check(pull)?.Status, Check(pull)?.Conclusion) switch
            {
                ("completed", "failure") => Fate.Ejected,
                ("completed", _) => Fate.Held,
                ("queued" or "in_progress", _) => pull.Labels.ContainsKey("queue") || team.Pulls.ContainsKey(pull.Number)
                    ? Fate.Queued
                    : Fate.Waiting,
                _ => Fate.Waiting,
            };

    public CheckRun? Check(Pull pull) =>
        hub.Shop.Marks.RunsOn(pull.HeadSha).Where(run => run.Name == CheckName && run.App == hub.App).MaxBy(run => run.Id);

    /// <summary>
    /// Every scripted pull came to its end, the defect was taken back, and production runs what main holds. Those who ask for themselves
    /// wait for ever.
    /// </summary>
    public bool HasCome(int scripted) =>
        hub.World.Do(() =>
        {
            var pulls = hub.Shop.Pulls.Values;
            var settled =
                team.Pulls.Count == scripted
                && pulls.All(pull =>
                    Of(pull) is Fate.Landed or Fate.Ejected
                    || (team.Pulls.TryGetValue(pull.Number, out var known) && known.Truth == Truth.GrantsItself)
                );
            return settled && Told() && Deployed();
        });

    /// <summary>Every landed pull's check says what became of it in production.</summary>
    private bool Told() =>
        hub
            .Shop.Pulls.Values.Where(pull => pull.IsMerged && team.Pulls.ContainsKey(pull.Number))
            .All(pull => Check(pull)?.Conclusion == "success");

    private bool Deployed() =>
        hub.Shop.Deployments.Values.LastOrDefault(made => made.Environment == "production" && made.State == "success")?.Sha
        == hub.Shop.Branch("main");
}
