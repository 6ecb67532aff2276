using Sluice.Flow.Policies;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Queue;

/// <summary>Takes in where the base stands: our landing, or somebody else's push.</summary>
internal static class BaseMoves
{
    /// <summary>Pulls that landed since another was green.</summary>
    private const int Remembered = 50;

    /// <summary>GitHub's word to who merges another head than the one that the pull request has.</summary>
    private const string HeadModified = "Head branch was modified";

    public static void TakeIn(Draft draft)
    {
        var seen = draft.Seen;
        if (draft.Ledger.Landing is { Method: not MergeMethod.Merge } asked)
        {
            Merged(draft, asked);
            if (draft.Ledger.Halted is not null)
            {
                return;
            }
        }
        else if (draft.Ledger.Landing is { } landing)
        {
            if (seen.HeadTree != landing.Tree && (seen.Head == landing.Candidate || IsElsewhere(seen, landing)))
            {
                Halt(draft, landing);
                return;
            }

            if (seen.Head == landing.Candidate || seen.LandingContained)
            {
                Land(draft, landing);
            }
            else if (seen.Head != landing.Expected)
            {
                draft.Ledger = draft.Ledger with { Landing = null };
            }
            else if (seen.LandingRefused is { } words && !IsOld(seen.LandingRefusedAt, landing))
            {
                draft.Ledger = draft.Ledger with { Landing = null };
                if (!Signatures.TakeIn(draft, landing, words) && !CommitRefusals.TakeIn(draft, landing, words))
                {
                    Halting.Refused(draft, QueueWords.PushRefused(landing.Pulls.Select(pull => pull.Number).ToList(), seen.Base, words));
                }
            }
        }

        if (draft.Ledger.Head is { } known && known != seen.Head)
        {
            Moved(draft, known);
        }

        draft.Ledger = draft.Ledger with { Head = seen.Head };
    }

    /// <summary>GitHub made a commit of its own of the pull: it counts as what was tested when its tree is the tested one.</summary>
    private static void Merged(Draft draft, Landing landing)
    {
        var seen = draft.Seen;

        // Nobody heard GitHub's answer: a base that has the tested tree now, on top of what it was, has that from the merge.
        var made =
            seen.LandedAs
            ?? (
                seen.Head != landing.Expected && seen.HeadDescends && seen.HeadTree == landing.Tree
                    ? new MergedCommit(seen.Head, seen.HeadTree)
                    : null
            );
        if (made is not null && made.Tree != landing.Tree)
        {
            Halt(draft, landing with { Candidate = made.Commit });
        }
        else if (made is not null)
        {
            Land(
                draft,
                landing with
                {
                    Candidate = made.Commit,
                    Pulls = landing
                        .Pulls.Select(pull => pull with { Before = landing.Expected, Tip = made.Commit, Commit = made.Commit })
                        .ToRow(),
                }
            );
        }
        else if (seen.Head != landing.Expected)
        {
            draft.Ledger = draft.Ledger with { Landing = null };
        }
        else if (seen.LandingRefused is { } words && !IsOld(seen.LandingRefusedAt, landing))
        {
            draft.Ledger = draft.Ledger with { Landing = null };
            if (seen.LandingUntested && draft.Ledger.Builds.FirstOrDefault(build => build.Id == landing.Build) is { } other)
            {
                if (
                    other.Onto == landing.Expected
                    && other.Content.Any(member => member.Upon is not null)
                    && draft.Find(landing.Pulls[0].Number) is { } entry
                )
                {
                    // GitHub does not leave out what it is built on: it would be so each time that it is built.
                    draft.Eject(entry, Code.MergeConflict, QueueWords.MergedOtherwise(seen.Base), landing.Build);
                    return;
                }

                // Stacked on candidates it had another history than on the commits that GitHub made of them.
                draft.End(other);
                return;
            }

            if (words.Contains(HeadModified, StringComparison.OrdinalIgnoreCase))
            {
                Modified(draft, landing);
                return;
            }

            if (!CommitRefusals.TakeIn(draft, landing, words))
            {
                Halting.Refused(draft, QueueWords.MergeRefused(landing.Pulls[0].Number, landing.Method, words));
            }
        }
    }

    /// <summary>That concerns this pull alone: it is built again of what its head is by now, once that is known.</summary>
    private static void Modified(Draft draft, Landing landing)
    {
        if (draft.Find(landing.Pulls[0].Number) is { } entry && Heads.IsAstray(draft.Ledger, entry))
        {
            draft.Eject(entry, Code.MergeConflict, HeadWords.Astray(draft.Seen.Base), landing.Build);
        }
        else if (draft.Ledger.Builds.FirstOrDefault(build => build.Id == landing.Build) is { } build)
        {
            draft.End(build);
        }
    }

    /// <summary>GitHub took the push and holds something else there: nobody else's push came first, or it would have said no.</summary>
    private static bool IsElsewhere(LaneSeen seen, Landing landing) =>
        seen.LandingTaken && !seen.LandingContained && seen.Head != landing.Candidate && seen.Head != landing.Expected;

    private static void Halt(Draft draft, Landing landing)
    {
        draft.Ledger = draft.Ledger with { Landing = null, Head = draft.Seen.Head };
        Halting.Stop(draft, QueueWords.OtherTree(draft.Seen.Base, draft.Seen.Head, draft.Seen.HeadTree, landing));
    }

    /// <summary>Whether it was said of an earlier push of the same build. Refusals are stamped to the millisecond.</summary>
    private static bool IsOld(DateTimeOffset? refused, Landing landing) =>
        refused?.ToUnixTimeMilliseconds() < landing.At.ToUnixTimeMilliseconds();

    private static void Land(Draft draft, Landing landing)
    {
        var batch = draft.Ledger.Builds.FirstOrDefault(build => build.Id == landing.Build);
        draft.Ledger = draft.Ledger with
        {
            Outcomes = draft.Ledger.Outcomes.AddRange(
                landing.Pulls.Select(pull => new Outcome(
                    pull.Number,
                    pull.Ticket,
                    pull.Head,
                    PullState.Landed,
                    Code.Landed,
                    landing.Build,
                    pull.Commit,
                    [],
                    null,
                    null,
                    [],
                    draft.Seen.Now
                )
                {
                    Fails = pull.Fails,
                })
            ),
        };
        var numbers = landing.Pulls.Select(pull => pull.Number).ToRow();
        var landed = landing.Pulls.Select(pull => pull with { At = draft.Seen.Now }).ToRow();
        draft.Say(LandedPulls.Kind, QueueWords.Landed(numbers, draft.Seen.Base, landing.Candidate), numbers, LandedPulls.Write(landed));
        Rebased(draft, landing, batch, numbers);
    }

    /// <summary>What stood on the landed build stands on the base now; what was below it or beside it has nothing more to land.</summary>
    private static void Rebased(Draft draft, Landing landing, Build? batch, Row<int> numbers)
    {
        var over = draft.Ledger.Builds.Where(build =>
            build.Id == landing.Build
            || (batch is not null && batch.Below.Contains(build.Id))
            || (build.State == BuildState.Ordered && !build.Below.Contains(landing.Build))
        );
        foreach (var build in over.ToList().Where(draft.Ledger.Builds.Contains))
        {
            draft.End(build);
        }

        var ledger = draft.Ledger;
        var proven = ledger.Proven.Where(pull => !numbers.Contains(pull.Number)).Select(pull => Meet(draft, pull, numbers)).ToRow();
        draft.Ledger = ledger with
        {
            Landing = null,
            Head = landing.Candidate,
            Line = Overtaking.Landed(ledger, landing, draft.Seen.Now),
            Idle = 0,
            Unfit = 0,
            Learnt = Learning.Landed(
                ledger.Learnt,
                [.. proven.SelectMany(pull => pull.Since.TakeLast(numbers.Count)).Select(met => met.Overlap)]
            ),
            Builds = ledger.Builds.Select(build => Lift(build, landing, numbers, batch)).ToRow(),
            Reds = RedSets.Landed(ledger.Reds, numbers, out var flakes),
            Proven = proven,
            Troubles = ledger.Troubles.Where(pull => !numbers.Contains(pull.Number)).ToRow(),
            Remade = ledger.Remade.Where(pull => !numbers.Contains(pull)).ToRow(),
        };
        draft.Ledger = draft.Ledger with { Learnt = Learning.Flaked(draft.Ledger.Learnt, flakes) };
    }

    private static ProvenPull Meet(Draft draft, ProvenPull pull, Row<int> landed)
    {
        var own = draft.Find(pull.Number)?.Footprint ?? new Footprint(pull.Number, [], []);
        var met = landed.Select(number => new MetPull(
            number,
            draft.Overlaps.Between(
                own,
                draft.Seen.LandingFootprints.FirstOrDefault(one => one.Number == number) ?? new Footprint(number, [], [])
            )
        ));
        return pull with
        {
            Landings = pull.Landings + 1,
            Since = pull.Since.Concat(met).TakeLast(Math.Max(Remembered, landed.Count)).ToRow(),
        };
    }

    private static Build Lift(Build build, Landing landing, Row<int> landed, Build? batch)
    {
        var rest = build with
        {
            Content = build.Content.Where(member => !landed.Contains(member.Number)).ToRow(),
            Members = build.Members.Where(member => !landed.Contains(member.Number)).ToRow(),
            Missed = build.Missed.Concat(landed.Where(number => build.Content.All(member => member.Number != number))).ToRow(),
        };
        return build.Below.Contains(landing.Build)
            ? rest with
            {
                Root = landing.Candidate,
                Grafted = build.Grafted || batch?.Candidate != landing.Candidate,
                Below = build.Below.SkipWhile(id => id != landing.Build).Skip(1).ToRow(),
                Parent = build.Parent == landing.Build ? null : build.Parent,
                Onto = build.Onto ?? (build.Parent == landing.Build ? landing.Candidate : null),
            }
            : rest;
    }

    private static void Moved(Draft draft, Sha known)
    {
        var lost = draft.Ledger.Builds.ToList();
        foreach (var build in lost.Where(draft.Ledger.Builds.Contains))
        {
            draft.End(build);
        }

        var pulls = lost.SelectMany(build => build.Content).Select(member => member.Number).Distinct().Order().ToRow();
        draft.Ledger = draft.Ledger with { Remade = pulls };
        if (!draft.Seen.HeadDescends)
        {
            // Evidence of another history: nothing that was learnt on it holds here.
            draft.Ledger = draft.Ledger with
            {
                Reds = [],
                Proven = [],
                Blocks = [],
            };
        }

        draft.Say(
            "base_changed",
            draft.Seen.HeadDescends
                ? QueueWords.Pushed(draft.Seen.Base, known, draft.Seen.Head)
                : QueueWords.Replaced(draft.Seen.Base, known, draft.Seen.Head),
            pulls
        );
    }
}
