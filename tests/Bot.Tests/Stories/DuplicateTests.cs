namespace Sluice.Bot.Tests.Stories;

public sealed class DuplicateTests(OpenShop shop) : IClassFixture<OpenShop>
{
    private readonly Story _story = shop.Story;

    [Fact]
    public async Task The_second_of_two_equal_changes_is_held_before_any_CI_and_goes_on_when_the_first_is_closed()
    {
        _story.Ci.Hold();
        var first = _story.Folk.Queue(_story.Folk.Open("docs/same.md", "one\ntwo\n"));
        await _story.Until(() => _story.Ci.Held.Count == 1, "the first is tested");
        var second = _story.Folk.Queue(_story.Folk.Open("docs/same.md", "one\ntwo\n", by: "dan"));
        await _story.Until(
            () => _story.Screen.Code(second) == "duplicate" && second.Labels.ContainsKey("sluice/held"),
            "the second is held"
        );
        Assert.Contains($"#{first.Number}", (string)_story.Screen.Record(second)!["reason"]!, StringComparison.Ordinal);
        Assert.Single(_story.Screen.Candidates());

        _story.Hub.World.Do(() =>
        {
            _story.Hub.World.Pulls.Close(first, _story.Hub.World.Accounts["cleo"]);
            return true;
        });
        _story.Ci.GoOn();
        await _story.UntilLanded(second);
        Assert.False(second.Labels.ContainsKey("sluice/held"));
    }
}
