using Sluice.Hub;
using Sluice.Hub.Git;
using Sluice.Hub.Model;

namespace Sluice.Cli.Demo;

/// <summary>Plays the script on the hub: agents and people push branches and open pull requests, people review and queue them.</summary>
internal sealed class Team(HubServer hub)
{
    /// <summary>The script's pull requests by the number that GitHub gave them.</summary>
    public SortedDictionary<int, ScriptedPull> Pulls { get; } = [];

    /// <summary>Opens them all, with a pause between one and the next.</summary>
    public async Task Play(IReadOnlyList<ScriptedPull> script, TimeSpan pause, CancellationToken stop)
    {
        foreach (var scripted in script)
        {
            hub.World.Do(() => Open(scripted));
            await Task.Delay(pause, stop);
        }
    }

    /// <summary>A revert that the bot is not certain of waits for somebody who looks at its evidence.</summary>
    public void LookAtReverts() =>
        hub.World.Do(() =>
        {
            var reverts = hub
                .Shop.Pulls.Values.Where(pull => pull.IsOpen && pull.Author == hub.App.Bot && pull.Reviews.Count == 0 && IsWaiting(pull))
                .ToList();
            foreach (var revert in reverts)
            {
                hub.World.Reviews.Submit(new Caller.User(hub.World.Accounts["ada"]), revert, ReviewState.Approved, "The evidence fits.")
                    .OrThrow();
            }

            return true;
        });

    private bool IsWaiting(Pull pull) =>
        hub
            .Shop.Marks.RunsOn(pull.HeadSha)
            .Any(run => run.App == hub.App && run.Text?.Contains("not_approved", StringComparison.Ordinal) == true);

    private Pull Open(ScriptedPull scripted)
    {
        var author = hub.World.Accounts[scripted.By.Login];
        var caller = new Caller.User(author);
        Push(caller, scripted);
        var pull = hub.World.Pulls.Open(caller, hub.Shop, new PullDraft(scripted.Title, scripted.Branch, "main", scripted.Body)).OrThrow();
        Pulls[pull.Number] = scripted;
        if (scripted.Truth == Truth.GrantsItself)
        {
            // Its agent asks for itself: nobody who may approve it has looked.
            hub.World.Comments.Say(caller, pull, "/sluice queue priority=urgent").OrThrow();
            return pull;
        }

        var reviewers = Cast
            .People.Where(person => person.Login != author.Login)
            .Select(person => new Caller.User(hub.World.Accounts[person.Login]))
            .ToList();
        foreach (var reviewer in reviewers)
        {
            hub.World.Reviews.Submit(reviewer, pull, ReviewState.Approved, "Good.").OrThrow();
        }

        if (pull.Number % 3 == 0)
        {
            hub.World.Comments.Say(reviewers[0], pull, "/sluice queue").OrThrow();
        }
        else
        {
            hub.World.Labels.Put(reviewers[0], pull, ["queue"]).OrThrow();
        }

        return pull;
    }

    /// <summary>
    /// The branch starts at the first commit, as if everybody had begun that morning, and carries the author's own marks.
    /// </summary>
    private void Push(Caller.User caller, ScriptedPull scripted)
    {
        var git = hub.Shop.Git;
        var start = hub.Shop.History.Between(Zero.Sha, hub.Shop.Branch("main")!)[0];
        var files = new SortedDictionary<string, string?>(StringComparer.Ordinal);
        foreach (var edit in scripted.Edits)
        {
            var before = files.TryGetValue(edit.Path, out var edited) ? edited : Text(git, start.Tree, edit.Path);
            files[edit.Path] = edit.Apply(before);
        }

        var by = new Signature(scripted.By.Name, scripted.By.Email, hub.World.Now);
        var commit = git.Write(
            new CommitDraft(TreeEdit.Apply(git, start.Tree, files), [start.Sha], by, by, scripted.By.Message(scripted.Title) + "\n")
        );
        if (hub.World.Refs.Move(caller, hub.Shop, [new RefMove($"refs/heads/{scripted.Branch}", Zero.Sha, commit)], "push") is { } denial)
        {
            throw new InvalidOperationException($"{scripted.Title}: {denial.ToRefusal().Message}");
        }
    }

    private static string? Text(IGit git, string tree, string path) =>
        TreeEdit.At(git, tree, path) is { } entry ? System.Text.Encoding.UTF8.GetString(git.Blob(entry.Sha)!) : null;
}
