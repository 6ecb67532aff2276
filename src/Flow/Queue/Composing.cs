using Sluice.Flow.Repo;

namespace Sluice.Flow.Queue;

/// <summary>Takes in what came of composing candidates: conflicts cost no CI.</summary>
internal static class Composing
{
    public static void TakeIn(Draft draft)
    {
        foreach (var ordered in draft.Ledger.Builds.Where(build => build.State == BuildState.Ordered).ToList())
        {
            if (
                draft.Ledger.Builds.FirstOrDefault(build => build.Id == ordered.Id) is { } build
                && Stacked(draft, build) is { Onto: not null } ready
                && draft.Look(ready)?.Composed is { } composition
            )
            {
                TakeIn(draft, ready, composition);
            }
        }
    }

    /// <summary>Once what it is stacked on is composed, a build knows what it is merged onto and what it holds.</summary>
    private static Build Stacked(Draft draft, Build build)
    {
        if (
            build.Onto is not null
            || draft.Ledger.Builds.FirstOrDefault(known => known.Id == build.Parent) is not { Candidate: { } candidate } parent
        )
        {
            return build;
        }

        var stacked = build with
        {
            Onto = candidate,
            Content = parent.Content.AddRange(build.Members),
            Merges = parent.Merges,
            Unsigned = parent.Unsigned,
        };
        draft.Put(stacked);
        return stacked;
    }

    private static void TakeIn(Draft draft, Build build, Composition composition)
    {
        if (composition.Refused is { } words)
        {
            Refusals.TakeIn(draft, build, words);
            return;
        }

        if (composition.Candidate is not { } candidate || composition.Tree is not { } tree || composition.Included.Count == 0)
        {
            draft.End(build);
        }
        else
        {
            var members = composition.Included.Select(number => build.Members.First(member => member.Number == number)).ToRow();
            var below = build.Content.Where(member => build.Members.All(own => own.Number != member.Number));
            draft.Put(
                build with
                {
                    State = BuildState.Running,
                    Candidate = candidate,
                    Tree = tree,
                    Started = draft.Seen.Now,
                    Members = members,
                    Content = below.Concat(members).ToRow(),
                    Merges = build.Merges.AddRange(composition.Merges),
                    Signed = composition.Signed,
                    Unsigned = build.Unsigned.Concat(composition.Unsigned).Distinct().Order().ToRow(),
                }
            );
            draft.Ledger = draft.Ledger with
            {
                Remade = draft.Ledger.Remade.Where(number => members.All(member => member.Number != number)).ToRow(),
            };
            draft.Say(
                "building",
                QueueWords.Building(build.Id, members.Select(member => member.Number), candidate),
                members.Select(member => member.Number)
            );
        }

        foreach (var conflict in composition.Conflicts)
        {
            if (build.Members.FirstOrDefault(member => member.Number == conflict.Number) is { } member)
            {
                Conflicted(draft, build, member, conflict);
            }
        }
    }

    private static void Conflicted(Draft draft, Build build, Member member, Conflict conflict)
    {
        var behind = conflict.With is { } with
            ? [with]
            : build.Content.Select(ahead => ahead.Number).Where(number => build.Members.All(own => own.Number != number)).Order().ToRow();
        if (behind.Count > 0)
        {
            draft.Ledger = draft.Ledger with
            {
                Blocks = draft
                    .Ledger.Blocks.Where(block => block.Number != member.Number)
                    .Append(new Block(member.Number, member.Head, behind, conflict.Paths))
                    .OrderBy(block => block.Number)
                    .ToRow(),
            };
            draft.Say("conflict", QueueWords.WaitsBehind(member.Number, behind, conflict.Paths), [member.Number, .. behind]);
        }
        else if (draft.Find(member.Number) is { } entry)
        {
            draft.Eject(entry, Code.MergeConflict, QueueWords.Conflicts(draft.Seen.Base, conflict.Paths), build.Id);
        }
    }
}
