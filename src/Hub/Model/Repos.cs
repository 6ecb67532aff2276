using Sluice.Hub.Git;

namespace Sluice.Hub.Model;

/// <summary>Making repositories, and commits in them on somebody's behalf.</summary>
public sealed class Repos(World world)
{
    /// <summary>A repository whose default branch holds one commit with these files; without files it stays empty.</summary>
    public Repository Create(Account owner, string name, IEnumerable<KeyValuePair<string, string?>>? files = null, bool isPrivate = false)
    {
        var repository = new Repository(world.NextId(), owner, name, world.NewGit($"{owner.Login}/{name}", null))
        {
            IsPrivate = isPrivate,
            CreatedAt = world.Now,
            UpdatedAt = world.Now,
            PushedAt = world.Now,
        };
        world.Repositories.Add(repository.Id, repository);
        foreach (var (label, color, description) in DefaultLabels)
            repository.Labels.Add(
                label,
                new Label(world.NextId(), label)
                {
                    Color = color,
                    Description = description,
                    IsDefault = true,
                }
            );
        if (files is not null)
        {
            var tree = TreeEdit.Apply(repository.Git, null, files);
            var sha = repository.Git.Write(new CommitDraft(tree, [], Sign(owner), Sign(owner), "Initial commit\n"));
            repository.Git.TryUpdate([new RefChange($"refs/heads/{repository.DefaultBranch}", Zero.Sha, sha)]);
        }

        return repository;
    }

    public Repository Fork(Repository parent, Account owner)
    {
        var fork = new Repository(world.NextId(), owner, parent.Name, world.NewGit($"{owner.Login}/{parent.Name}", parent.Git))
        {
            Parent = parent,
            DefaultBranch = parent.DefaultBranch,
            IsPrivate = parent.IsPrivate,
            CreatedAt = world.Now,
            UpdatedAt = world.Now,
            PushedAt = world.Now,
        };
        world.Repositories.Add(fork.Id, fork);
        foreach (var (branch, sha) in parent.Branches.ToArray())
        {
            fork.Git.Borrow(parent.Git, sha);
            fork.Git.TryUpdate([new RefChange($"refs/heads/{branch}", Zero.Sha, sha)]);
        }

        return fork;
    }

    /// <summary>Writes a commit that changes these files (null removes) on top of a parent; moves no ref.</summary>
    public string Commit(
        Repository repository,
        Account author,
        string message,
        string? parent,
        IEnumerable<KeyValuePair<string, string?>> files,
        string[]? otherParents = null
    )
    {
        var git = repository.Git;
        var tree = TreeEdit.Apply(git, parent is null ? null : git.Commit(parent)!.Tree, files);
        var who = Sign(author);
        string[] parents = parent is null ? [] : [parent, .. otherParents ?? []];
        return git.Write(new CommitDraft(tree, parents, who, who, message));
    }

    public Signature Sign(Account account) => new(account.Name, account.Email, world.Now);

    private static (string Name, string Color, string Description)[] DefaultLabels =>
        [
            ("bug", "d73a4a", "Something isn't working"),
            ("documentation", "0075ca", "Improvements or additions to documentation"),
            ("enhancement", "a2eeef", "New feature or request"),
        ];
}
