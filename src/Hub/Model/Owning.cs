namespace Sluice.Hub.Model;

/// <summary>What owners do to a repository as a whole. An old name leads nowhere here, where GitHub would send a client on.</summary>
public sealed class Owning(World world)
{
    public void Rename(Repository repository, string name, Account by)
    {
        var was = repository.Name;
        repository.Name = name;
        Tell(repository, "renamed", by, was);
    }

    /// <summary>Told to the Apps of the account that has it now.</summary>
    public void Transfer(Repository repository, Account to, Account by)
    {
        var was = repository.Owner;
        foreach (var installation in world.Installations.Values.Where(each => each.Covers(repository)).ToArray())
            world.Emit(new WorldEvent.InstallationRepositories("removed", installation, [repository], by));
        repository.Owner = to;
        Tell(repository, "transferred", by, was.Login, was);
    }

    public void Archive(Repository repository, bool archived, Account by)
    {
        repository.IsArchived = archived;
        Tell(repository, archived ? "archived" : "unarchived", by);
    }

    public void Delete(Repository repository, Account by)
    {
        Tell(repository, "deleted", by);
        world.Repositories.Remove(repository.Id);
        (repository.Git as IDisposable)?.Dispose();
        var orphans = world.Repositories.Values.SelectMany(other => other.Pulls.Values).Where(pull => pull.HeadRepository == repository);
        foreach (var orphan in orphans)
        {
            orphan.HeadRepository = null; // its commits stay where it was opened
        }
    }

    private void Tell(Repository repository, string what, Account by, string? was = null, Account? from = null)
    {
        repository.UpdatedAt = world.Now;
        world.Emit(new RepositoryChange(what, repository, by, was, from));
    }
}

/// <summary>repository: renamed (Was: the old name), transferred (From: the old owner), archived, unarchived, deleted.</summary>
public sealed record RepositoryChange(string Did, Repository Changed, Account Actor, string? Was = null, Account? From = null)
    : WorldEvent.Other("repository", Did, Changed, Actor);
