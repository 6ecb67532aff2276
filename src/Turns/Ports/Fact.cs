using Sluice.Flow.Repo;

namespace Sluice.Turns.Ports;

/// <summary>
/// Something known about a repository on GitHub: folded by webhooks, by answers to requests and by reconciling reads alike.
/// </summary>
/// <param name="Stamp">GitHub's own time of it, finer parts by <see cref="Stamps"/>: an older one never overwrites a newer one.</param>
public abstract record Fact(long Repo, long Stamp)
{
    /// <summary>What it hangs on: a commit for checks, a pull's number for reviews and comments, empty for the repository itself.</summary>
    public abstract string Parent { get; }

    /// <summary>Its name under the parent.</summary>
    public abstract string Key { get; }

    /// <summary>Whether the sweep rings for it.</summary>
    public virtual bool IsAlive => false;

    /// <summary>Who must look again when this is news.</summary>
    public abstract IEnumerable<Subject> Concerns();
}
