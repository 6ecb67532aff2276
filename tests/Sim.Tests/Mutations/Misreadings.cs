using System.Text.RegularExpressions;
using Sluice.Flow;
using Sluice.Flow.Intake;
using Sluice.Flow.Queue;
using Sluice.Flow.Release;
using Sluice.Flow.Repo;
using Sluice.Sim.Storms;
using Sluice.Turns.Ports;

namespace Sluice.Sim.Tests.Mutations;

/// <summary>What the planted bugs do with the calls of a port.</summary>
internal static partial class Misreadings
{
    /// <summary>Newer than whatever comes of itself.</summary>
    public static readonly DateTimeOffset Late = new(2100, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Each fact as somebody misread it, from a webhook or an answer.</summary>
    public static Ports Facts(Ports ports, Func<Fact, Fact> misread) =>
        Store(
            ports,
            call =>
                call.What switch
                {
                    nameof(IStore.Receive) => call.Through(
                        ((IReadOnlyList<Delivery>)call.With[0]!)
                            .Select(delivery => delivery with { Facts = [.. delivery.Facts.Select(misread)] })
                            .ToList(),
                        call.With[1]
                    ),
                    nameof(IStore.Fold) => call.Through(((IReadOnlyList<Fact>)call.With[0]!).Select(misread).ToList(), call.With[1]),
                    _ => null,
                }
        );

    public static Ports Store(Ports ports, Func<Call, object?> bend) => ports with { Store = Bent.Around(ports.Store, bend) };

    /// <summary>The version that stands there now, whatever was read before.</summary>
    public static long Version(Call note)
    {
        var read = typeof(IStore).GetMethod(nameof(IStore.Ledger))!.MakeGenericMethod(note.Method.GetGenericArguments());
        dynamic held = read.Invoke(note.Port, [note.With[0], note.With[5]])!;
        return held.Result.Version;
    }

    /// <summary>Another commit of the same tree: nobody tested it.</summary>
    public static Sha Anew(Town town, Sha tested)
    {
        var git = town.Repo.Git;
        var was = git.Commit(tested.Hex)!;
        return new Sha(
            git.Write(new Hub.Git.CommitDraft(was.Tree, [.. was.Parents], was.Author, was.Committer, was.Message + "\nonce more\n"))
        );
    }

    public static object? Twice(Town town, EnvironmentMove.Deploy deploy, Call call)
    {
        var known = town.Repo.Deployments.Values.Where(made => WorldFacts.Of(made).Deployment.Payload?.Id == deploy.Payload.Id).ToList();
        foreach (var made in known)
        {
            var draft = new Hub.Model.DeploymentDraft(made.Sha)
            {
                AutoMerge = false,
                RequiredContexts = [],
                Environment = made.Environment,
                Payload = made.Payload?.DeepClone(),
            };
            town.World.Deployments.Create(Hub.Model.People.As(town.Installation), town.Repo, draft);
        }

        return call.Through();
    }

    public static Task<Answer<CommentFact>> Comment(Town town, PullRequest pull, PullMove.PutComment comment) =>
        Task.FromResult<Answer<CommentFact>>(
            new Answer<CommentFact>.Made(
                WorldFacts.Of(
                    town.World.Comments.Say(Hub.Model.People.As(town.Installation), town.Repo.Pulls[pull.Number], comment.Body).Value
                )
            )
        );

    [GeneratedRegex(@"freeze: \[.*\]")]
    public static partial Regex Freeze();
}
