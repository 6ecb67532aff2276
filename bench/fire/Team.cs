using System.Globalization;
using Sluice.Bot.Tests.Stories;
using Sluice.Hub.Model;

namespace Sluice.Bench.Fire;

/// <summary>People who open pull requests, queue them by a label or by a word, and ask about them, as long as they work.</summary>
internal sealed class Team(Place place, int most = 10)
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(400);

    private readonly List<Pull> _open = [];
    private volatile bool _works;
    private Task _work = Task.CompletedTask;

    /// <summary>How many have landed.</summary>
    public int Landed => place.Hub.World.Do(() => Good.Count(IsDone));

    /// <summary>How many were put out and told why.</summary>
    public int Out => place.Hub.World.Do(() => Bad.Count(IsDone));

    private List<Pull> Good { get; } = [];

    private List<Pull> Bad { get; } = [];

    private List<IssueComment> Questions { get; } = [];

    private List<IssueComment> Orders { get; } = [];

    public void Begin()
    {
        _works = true;
        _work = Work();
    }

    public Task Rest()
    {
        _works = false;
        return _work;
    }

    /// <returns>What of all that was asked is not done yet, or not shown.</returns>
    public IReadOnlyList<string> Undone() =>
        place.Hub.World.Do(() =>
        {
            _open.RemoveAll(IsDone);
            return _open
                .Select(pull => $"#{pull.Number} {(Bad.Contains(pull) ? "is not out" : "has not landed")}")
                .Concat(
                    Questions
                        .Where(question => Replies(question) == 0)
                        .Select(question => $"a question on #{question.Pull.Number} is not answered")
                )
                .Concat(Orders.Where(order => Thumbs(order) == 0).Select(order => $"an order on #{order.Pull.Number} is not confirmed"))
                .Concat(place.Screen.QueueBranches().Select(branch => $"{branch} is not dropped"))
                .ToList();
        });

    /// <returns>What was done more than once.</returns>
    public IReadOnlyList<string> Twice() =>
        place.Hub.World.Do(() =>
            Questions
                .Where(question => Replies(question) > 1)
                .Select(question => $"a question on #{question.Pull.Number} is answered {Replies(question)} times")
                .Concat(
                    Orders
                        .Where(order => Thumbs(order) > 1)
                        .Select(order => $"an order on #{order.Pull.Number} is confirmed {Thumbs(order)} times")
                )
                .Concat(
                    Good.Concat(Bad)
                        .Where(pull => place.Screen.Comments(pull).Count(IsStatus) > 1)
                        .Select(pull => $"{pull} has two status comments")
                )
                .ToList()
        );

    private async Task Work()
    {
        using var beat = new PeriodicTimer(Beat);
        while (_works && await beat.WaitForNextTickAsync())
        {
            place.Hub.World.Do(() =>
            {
                _open.RemoveAll(IsDone);
                if (_open.Count < most)
                {
                    Ask(Good.Count + Bad.Count);
                }

                return true;
            });
        }
    }

    private void Ask(int number)
    {
        var isBad = number % 6 == 5;
        var path = string.Create(CultureInfo.InvariantCulture, $"{(isBad ? "src" : "docs")}/{number}.md");
        var pull = place.Folk.Open(path, isBad ? "fails\n" : "new\n", by: number % 2 == 0 ? "cleo" : "dan");
        place.Folk.Approve(pull);
        if (number % 4 == 1)
        {
            Orders.Add(place.Folk.Say(pull, "/sluice queue"));
        }
        else
        {
            place.Folk.Label(pull);
        }

        if (number % 5 == 2)
        {
            Questions.Add(place.Folk.Say(pull, "/sluice status", by: "ben"));
        }

        (isBad ? Bad : Good).Add(pull);
        _open.Add(pull);
    }

    // With two status comments it is not: which of them is to be believed?
    private bool IsDone(Pull pull) =>
        !pull.Labels.ContainsKey("queue")
        && place.Screen.Comments(pull).Count(IsStatus) <= 1
        && (
            !Bad.Contains(pull)
                ? pull.IsMerged && place.Screen.Ended(pull, "success") && place.Screen.Record(pull)?["landed_sha"] is not null
                : place.Screen.Ended(pull, "failure") && place.Screen.Code(pull) == "checks_failed"
        );

    private int Thumbs(IssueComment said) =>
        said.Reactions.Values.Count(reaction => reaction.Author == place.Hub.App.Bot && reaction.Content == "+1");

    private int Replies(IssueComment said) =>
        place
            .Screen.Comments(said.Pull)
            .Count(comment =>
                comment.Body.EndsWith(
                    string.Create(CultureInfo.InvariantCulture, $"<!-- sluice:reply {said.Id} -->"),
                    StringComparison.Ordinal
                )
            );

    private static bool IsStatus(IssueComment comment) => comment.Body.StartsWith("<!-- sluice -->", StringComparison.Ordinal);
}
