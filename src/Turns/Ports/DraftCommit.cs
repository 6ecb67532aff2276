using Sluice.Flow;
using Sluice.Flow.Repo;

namespace Sluice.Turns.Ports;

/// <summary>A commit of the mirror's as it takes to have GitHub make one like it.</summary>
/// <param name="Before">The tree of its first parent.</param>
/// <param name="Author"><c>Name &lt;address&gt;</c> of whose work it is; null: the bot's own.</param>
/// <param name="Entries">What differs from <paramref name="Before"/>.</param>
public sealed record DraftCommit(
    Sha Commit,
    Sha Tree,
    Sha Before,
    Row<Sha> Parents,
    string Message,
    string? Author,
    Row<DraftEntry> Entries
);

/// <summary>A path of a tree.</summary>
/// <param name="Mode">As git has it: <c>100644</c>, <c>100755</c>, <c>120000</c>, <c>160000</c>.</param>
/// <param name="Blob">Null: the path goes.</param>
/// <param name="Made">Base64 of what merging made, that is in no commit on GitHub yet; null: GitHub has it.</param>
public sealed record DraftEntry(string Path, string Mode, Sha? Blob, string? Made);
