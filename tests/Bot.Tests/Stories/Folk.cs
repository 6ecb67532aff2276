using Sluice.Hub;
using Sluice.Hub.Model;

namespace Sluice.Bot.Tests.Stories;

/// <summary>
/// What people do on the hub. ada administers, ben maintains, cleo and dan may write, eve may read; cleo is the author where nobody is
/// named, and ada the one who approves and queues.
/// </summary>
internal sealed class Folk(HubServer hub)
{
    private World World => hub.World;

    public Caller.User As(string login) => new(World.Accounts[login]);

    /// <summary>A pull request from a branch of the shop that writes one file.</summary>
    public Pull Open(string path, string text = "new\n", string by = "cleo") => Open(by, [KeyValuePair.Create(path, (string?)text)]);

    public Pull Open(string by, params KeyValuePair<string, string?>[] files) =>
        World.Do(() =>
        {
            var branch = $"{by}/{hub.Shop.NextNumber}";
            World.Refs.CommitTo(As(by), hub.Shop, branch, $"Write {files[0].Key}\n", files).OrThrow();
            return World.Pulls.Open(As(by), hub.Shop, new PullDraft($"Write {files[0].Key}", branch, "main", "")).OrThrow();
        });

    /// <summary>A pull request from a branch of that name.</summary>
    public Pull OpenBranch(string branch, string path, string by = "cleo", string onto = "main", string body = "", string? from = null) =>
        World.Do(() =>
        {
            World
                .Refs.CommitTo(As(by), hub.Shop, branch, $"Write {path}\n", [KeyValuePair.Create(path, (string?)$"{path}\n")], from)
                .OrThrow();
            return World.Pulls.Open(As(by), hub.Shop, new PullDraft($"Write {path}", branch, onto, body)).OrThrow();
        });

    /// <summary>The same from a fork of the author's own.</summary>
    public Pull OpenFromFork(string path, string by = "eve") =>
        World.Do(() =>
        {
            var fork =
                World.Repositories.Values.FirstOrDefault(known => known.Parent == hub.Shop && known.Owner.Login == by)
                ?? World.Repos.Fork(hub.Shop, World.Accounts[by]);
            var branch = $"change-{hub.Shop.NextNumber}";
            World.Refs.CommitTo(As(by), fork, branch, $"Write {path}\n", [KeyValuePair.Create(path, (string?)"new\n")]).OrThrow();
            return World.Pulls.Open(As(by), hub.Shop, new PullDraft($"Write {path}", $"{by}:{branch}", "main", "")).OrThrow();
        });

    /// <summary>Another commit on the pull's branch; the new head.</summary>
    public string Push(Pull pull, string path, string text) =>
        World.Do(() =>
            World
                .Refs.CommitTo(
                    new Caller.User(pull.Author),
                    pull.HeadRepository!,
                    pull.HeadBranch,
                    $"Write {path}\n",
                    [KeyValuePair.Create(path, (string?)text)]
                )
                .OrThrow()
        );

    /// <summary>A commit on the shop's main branch around all rules, as an administrator can; the new tip.</summary>
    /// <param name="text">Null: the file goes.</param>
    public string PushToMain(string path, string? text) =>
        World.Do(() =>
        {
            var tip = hub.Shop.Branch("main")!;
            var commit = World.Repos.Commit(hub.Shop, World.Accounts["ada"], $"Write {path}\n", tip, [KeyValuePair.Create(path, text)]);
            return World.Refs.Apply(hub.Shop, [new RefMove("refs/heads/main", tip, commit)], World.Accounts["ada"], "push") is { } refusal
                ? throw new InvalidOperationException($"the hub refused: {refusal}")
                : commit;
        });

    public void Approve(Pull pull, string by = "ada") =>
        World.Do(() => World.Reviews.Submit(As(by), pull, ReviewState.Approved, "Good.").OrThrow());

    public void Label(Pull pull, string by = "ada") => World.Do(() => World.Labels.Put(As(by), pull, ["queue"]).OrThrow());

    /// <summary>Approved and labelled.</summary>
    public Pull Queue(Pull pull)
    {
        Approve(pull);
        Label(pull);
        return pull;
    }

    public IssueComment Say(Pull pull, string body, string by = "ada") => World.Do(() => World.Comments.Say(As(by), pull, body).OrThrow());

    public void Edit(IssueComment comment, string body) =>
        World.Do(() => World.Comments.Edit(new Caller.User(comment.Author), comment, body).OrThrow());
}
