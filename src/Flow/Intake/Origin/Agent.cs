namespace Sluice.Flow.Intake.Origin;

/// <summary>One coding agent and the marks that it leaves. Ids are attested by GitHub; everything else anybody can write.</summary>
/// <param name="Name">As people know it.</param>
public sealed record Agent(string Name)
{
    /// <summary>Numeric ids of its accounts, the only part of an identity that nobody else can take.</summary>
    public Row<long> Ids { get; init; } = [];

    /// <summary>
    /// Numbers of its Apps themselves, as <c>performed_via_github_app</c> names them: an App that acts for a person opens pulls as that
    /// person.
    /// </summary>
    public Row<long> Apps { get; init; } = [];

    /// <summary>Logins of its Apps whose number is not known to us: the ending <c>[bot]</c> is GitHub's, the name was free once.</summary>
    public Row<string> Logins { get; init; } = [];

    /// <summary>Addresses that it commits with, or names as co-author.</summary>
    public Row<string> Emails { get; init; } = [];

    /// <summary>Begins a branch that it opens.</summary>
    public Row<string> Branches { get; init; } = [];

    /// <summary>Begins an address of one of its sessions; in a pull's text it tells that the work was done there.</summary>
    public Row<string> Sessions { get; init; } = [];

    /// <summary>Keys of trailers that only it writes; with the value where others write that key too.</summary>
    public Row<string> Trailers { get; init; } = [];

    /// <summary>Text that it signs a pull with, markup included, so that prose about it does not match.</summary>
    public Row<string> Signs { get; init; } = [];

    /// <summary>Its sessions run in the cloud, without a person at the keyboard.</summary>
    public bool Remote { get; init; }

    /// <summary>Only suggests lines that a person takes over: level 1.</summary>
    public bool Suggests { get; init; }
}
