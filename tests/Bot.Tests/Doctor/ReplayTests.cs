using Sluice.Bot.Tests.Store;
using Sluice.Hub;
using Sluice.Hub.Hooks;
using Sluice.Hub.Model;

namespace Sluice.Bot.Tests.Doctor;

public sealed class ReplayTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private WellHub _well = null!;

    private HubServer Hub => _well.Hub;

    private World World => Hub.World;

    public async ValueTask InitializeAsync() => _well = await WellHub.Start(database.ConnectionString);

    [Fact]
    public async Task What_was_missed_is_told_and_asked_for_again()
    {
        var (isUp, got) = (false, new List<Guid>());
        using var receiving = World.Do(() =>
            Hub.Deliveries.Carry(delivery =>
            {
                delivery.Outcome = isUp ? new Outcome("OK", 202, TimeSpan.Zero) : new Outcome("failed to connect", 502, TimeSpan.Zero);
                got.Add(delivery.Guid);
            })
        );
        _well.Commit("src/new.txt", "new\n");
        var lost = World.Do(() => got.ToList());
        Assert.NotEmpty(lost);
        Assert.Equal($"{lost.Count} deliveries of the last days never arrived", (await _well.Unwell()).Says);

        isUp = true;
        _well.Do(() => Hub.App.WebhookUrl = null);
        var told = new List<string>();
        Assert.Equal((lost.Count, 0), await _well.Replay([], told));
        World.Do(() => 0);
        Assert.Equal(lost.Order(), World.Do(() => got.Skip(lost.Count).Order().ToList()));
        Assert.Equal((0, 0), await _well.Replay([], told));
        Assert.Equal((1, 1), await _well.Replay([lost[0].ToString("D"), "nothing"], told));
    }

    public async ValueTask DisposeAsync() => await _well.DisposeAsync();
}
