namespace Sluice.Hub.Model;

/// <summary>On whose behalf something is asked of the world.</summary>
public abstract record Caller
{
    private Caller(Account? actor) => Actor = actor;

    /// <summary>The account that the act is written down under; null for nobody and for an App without an installation.</summary>
    public Account? Actor { get; }

    /// <summary>The account of a caller that is known to have one.</summary>
    public Account Who => Actor ?? throw new InvalidOperationException("This caller acts for no account.");

    public virtual bool Sees(Repository repository) => !repository.IsPrivate;

    /// <summary>Null when the caller may do this there, else the refusal.</summary>
    public abstract Refusal? Refuses(Repository repository, string permission, Access access);

    /// <summary>Nobody: sees what is public, may change nothing.</summary>
    public sealed record Anonymous() : Caller((Account?)null)
    {
        public override Refusal? Refuses(Repository repository, string permission, Access access) =>
            access == Access.Read && Sees(repository) ? null : new Refusal(401, "Requires authentication");
    }

    /// <summary>A person with a token of theirs: may do what their role allows.</summary>
    public sealed record User(Account Account) : Caller(Account)
    {
        public override bool Sees(Repository repository) => repository.RoleOf(Account) > Role.None;

        public override Refusal? Refuses(Repository repository, string permission, Access access)
        {
            if (!Sees(repository))
                return Refusal.NotFound;
            if (repository.IsArchived && access == Access.Write)
                return Refusal.Archived;
            if (permission == "checks" && access == Access.Write)
                return new Refusal(403, "You must authenticate via a GitHub App.");
            var needed = (permission, access) switch
            {
                ("administration", _) => Role.Admin,
                (_, Access.Read) => Role.Read,
                // Anybody who reads may open pull requests, comment and review; who may do more is asked where it is done.
                ("pull_requests" or "issues", _) => Role.Read,
                _ => Role.Write,
            };
            if (repository.RoleOf(Account) >= needed)
                return null;
            return needed == Role.Admin ? new Refusal(403, "Must have admin rights to Repository.") : Refusal.NotFound;
        }
    }

    /// <summary>An App on a person's behalf: sees what both of them see.</summary>
    public sealed record OnBehalf(Account Account, App App, IReadOnlyCollection<Installation> Installations) : Caller(Account)
    {
        public override bool Sees(Repository repository) =>
            !repository.IsPrivate
            || (
                repository.RoleOf(Account) > Role.None
                && Installations.Any(each => each.App == App && each.SuspendedAt is null && each.Covers(repository))
            );

        public override Refusal? Refuses(Repository repository, string permission, Access access) =>
            !Sees(repository) ? Refusal.NotFound
            : access == Access.Read ? null
            : App.Permissions.GetValueOrDefault(permission) < access ? Refusal.NotAccessible(permission, access)
            : new User(Account).Refuses(repository, permission, access);
    }

    /// <summary>An App's installation, with the permissions and repositories of one token.</summary>
    public sealed record Bot(Installation Installation, SortedDictionary<string, Access> Permissions, SortedSet<long>? Repositories)
        : Caller(Installation.App.Bot)
    {
        public override bool Sees(Repository repository) => !repository.IsPrivate || Covers(repository);

        public bool Covers(Repository repository) =>
            Installation.Covers(repository) && (Repositories is null || Repositories.Contains(repository.Id));

        public override Refusal? Refuses(Repository repository, string permission, Access access)
        {
            if (!Covers(repository))
            {
                if (repository.IsPrivate)
                    return Refusal.NotFound;
                return access == Access.Read ? null : Refusal.NotAccessible(permission, access);
            }

            if (repository.IsArchived && access == Access.Write)
                return Refusal.Archived;
            var granted = permission == "metadata" ? Access.Read : Permissions.GetValueOrDefault(permission);
            return granted >= access ? null : Refusal.NotAccessible(permission, access);
        }
    }

    /// <summary>An App with a signed token of its own: sees its installations, no repository.</summary>
    public sealed record TheApp(App App) : Caller((Account?)null)
    {
        public override bool Sees(Repository repository) => false;

        public override Refusal? Refuses(Repository repository, string permission, Access access) =>
            new(401, "A JSON web token could not be decoded");
    }
}
