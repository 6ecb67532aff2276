using System.Globalization;
using Sluice.Flow;
using Sluice.Flow.Commands;
using Sluice.Flow.Intake;
using Sluice.Flow.Repo;
using Sluice.Flow.Words;
using Sluice.Turns.Ports;

namespace Sluice.Turns.Pulls;

/// <summary>What people (and the bot itself) said on a pull request, with the right of each who matters.</summary>
internal sealed class People(IStore store, Asked asked, Repository repo, Self self, int number)
{
    public async Task<Heard> Read(CancellationToken stop)
    {
        var parent = Numbers.Key(number);
        var comments = (await store.Under<CommentFact>(repo.Id, parent, stop)).Select(fact => fact.Comment).ToList();
        var labels = (await store.Under<LabelFact>(repo.Id, parent, stop)).Select(fact => fact.Event).OrderBy(label => label.At).ToRow();
        var reviews = new List<Review>();
        foreach (var review in (await store.Under<ReviewFact>(repo.Id, parent, stop)).Select(fact => fact.Review))
        {
            reviews.Add(review with { Permission = await Right(review.By, stop) });
        }

        var others = new List<Comment>();
        foreach (var comment in comments.Where(comment => comment.By.Id != self.Bot.Id))
        {
            // GitHub is asked only about those who may command: of the others nothing depends on it.
            others.Add(comment with { Permission = CommandReader.MayHold(comment.Body) ? await Right(comment.By, stop) : Permission.None });
        }

        var setters = new List<ActorPermission>();
        foreach (var by in labels.Where(label => LabelNames.Are(label.Label, "queue")).Select(label => label.By).DistinctBy(by => by.Id))
        {
            setters.Add(new ActorPermission(by.Id, await Right(by, stop)));
        }

        var answered = await store.Under<AnsweredFact>(repo.Id, parent, stop);
        return new Heard(
            others.ToRow(),
            reviews.ToRow(),
            labels,
            setters.ToRow(),
            Mine(comments) with
            {
                Answered = answered.Select(fact => fact.Comment).ToRow(),
                Tried = Tried(comments),
            }
        );
    }

    private async Task<Permission> Right(Actor by, CancellationToken stop) =>
        by.Kind == ActorKind.User ? await asked.Permission(repo, by.Login, stop) : Permission.None;

    private Shown Mine(List<Comment> comments)
    {
        var status = First(comments, Comments.StatusMarker);
        var verdict = First(comments, Comments.VerdictMarker);
        return new Shown(null, null, status?.Id, status?.Body, verdict?.Id, verdict?.Body);
    }

    /// <summary>Whose answer to a try stands there, by the number in the marker.</summary>
    private Row<long> Tried(List<Comment> comments) =>
        comments
            .Where(comment => comment.By.Id == self.Bot.Id && comment.Body.StartsWith(TryWords.MarkerBegin, StringComparison.Ordinal))
            .Select(comment => comment.Body[TryWords.MarkerBegin.Length..].Split(' ', 2)[0])
            .Select(id => long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var command) ? command : 0)
            .ToRow();

    private Comment? First(List<Comment> comments, string marker) =>
        comments.FirstOrDefault(comment => comment.By.Id == self.Bot.Id && comment.Body.StartsWith(marker, StringComparison.Ordinal));
}

internal sealed record Heard(
    Row<Comment> Comments,
    Row<Review> Reviews,
    Row<LabelEvent> LabelEvents,
    Row<ActorPermission> Permissions,
    Shown Mine
);
