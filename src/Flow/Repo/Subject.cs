using System.Globalization;

namespace Sluice.Flow.Repo;

/// <summary>What takes turns: one ledger, one alarm and at most one turn at a time each.</summary>
public abstract record Subject(long Repo)
{
    /// <summary>A stable name, <c>pull/REPO/NUMBER</c>, <c>lane/REPO/BASE</c> or <c>environment/REPO/NAME</c>.</summary>
    public abstract string Key { get; }

    /// <exception cref="FormatException">The text is no subject's key.</exception>
    public static Subject Parse(string key)
    {
        var parts = key.Split('/', 3);
        if (parts.Length != 3 || !long.TryParse(parts[1], CultureInfo.InvariantCulture, out var repo))
        {
            throw new FormatException($"'{key}' is no subject's key");
        }

        return parts[0] switch
        {
            "pull" when int.TryParse(parts[2], CultureInfo.InvariantCulture, out var number) => new PullSubject(repo, number),
            "lane" => new LaneSubject(repo, parts[2]),
            "environment" => new EnvironmentSubject(repo, parts[2]),
            _ => throw new FormatException($"'{key}' is no subject's key"),
        };
    }

    public sealed override string ToString() => Key;
}

public sealed record PullSubject(long Repo, int Number) : Subject(Repo)
{
    public override string Key => string.Create(CultureInfo.InvariantCulture, $"pull/{Repo}/{Number}");
}

public sealed record LaneSubject(long Repo, string Base) : Subject(Repo)
{
    public override string Key => string.Create(CultureInfo.InvariantCulture, $"lane/{Repo}/{Base}");
}

/// <summary>The pair of canary and production environments that one policy names; <paramref name="Name"/> is <c>promote_to</c>.</summary>
public sealed record EnvironmentSubject(long Repo, string Name) : Subject(Repo)
{
    public override string Key => string.Create(CultureInfo.InvariantCulture, $"environment/{Repo}/{Name}");
}
