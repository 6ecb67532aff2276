using Sluice.Hub.Model;

namespace Sluice.Bot.Tests.Stories;

/// <summary>Another repository of the shop's installation, on the same account's CI.</summary>
internal static class Neighbour
{
    public static Repository Found(Story story, string name, string policy) =>
        story.Hub.World.Do(() =>
        {
            var (world, shop) = (story.Hub.World, story.Hub.Shop);
            var repository = world.Repos.Create(shop.Owner, name, [new("README.md", $"# {name}\n"), new(".github/sluice.yml", policy)]);
            foreach (var (login, role) in shop.Collaborators)
            {
                repository.Collaborators[login] = role;
            }

            world.Actions.Add(repository, "ci", "push", [Story.Check], "sluice/queue/**");
            return repository;
        });

    /// <summary>A pull request of cleo's that writes one file, approved and queued by ada.</summary>
    public static Pull Queue(Story story, Repository repository, string name, string text = "new\n") =>
        story.Hub.World.Do(() =>
        {
            var (world, cleo, ada) = (story.Hub.World, story.Folk.As("cleo"), story.Folk.As("ada"));
            Assert.Null(
                world.Refs.CommitTo(cleo, repository, name, "Write\n", [KeyValuePair.Create($"{name}.md", (string?)text)]).Refusal?.Message
            );
            var pull = world.Pulls.Open(cleo, repository, new PullDraft(name, name, "main", "")).Value;
            Assert.Null(world.Reviews.Submit(ada, pull, ReviewState.Approved, "Good.").Refusal?.Message);
            Assert.Null(world.Labels.Put(ada, pull, ["queue"]).Refusal?.Message);
            return pull;
        });
}
