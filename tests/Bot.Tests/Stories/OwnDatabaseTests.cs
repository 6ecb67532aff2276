namespace Sluice.Bot.Tests.Stories;

/// <summary>What can befall the PostgreSQL that the bot runs by itself.</summary>
public sealed class OwnDatabaseTests
{
    [Fact]
    public async Task Killed_in_mid_work_it_is_started_again_and_the_bot_goes_on()
    {
        await using var story = await Story.Begin(server: null);
        await story.WithBot();
        story.Ci.Hold();
        var pull = story.Folk.Queue(story.Folk.Open("docs/first.md"));
        await story.Until(() => story.Ci.Held.Count > 0, "a candidate is tested");

        var note = Path.Combine(story.Data, "postgres", "cluster", "postmaster.pid");
        Assert.True(await SmallDisk.Run("sh", "-c", $"kill -9 $(head -n 1 '{note}')"));
        story.Ci.GoOn();

        await story.UntilLanded(pull);
        Assert.Empty(Invariants.Broken(story));
    }

    [Fact]
    public async Task With_no_room_left_for_its_database_it_waits_and_goes_on_when_there_is_room()
    {
        await using var disk = await SmallDisk.Mount(megabytes: 160);
        Assert.SkipWhen(disk is null, "this user may not mount a disk");
        await using var story = await Story.Begin(server: null);
        await story.WithBot(("Data:Path", disk.Path));
        var first = story.Folk.Queue(story.Folk.Open("docs/first.md"));
        await story.UntilLanded(first);

        disk.Fill();
        var pull = story.Folk.Queue(story.Folk.Open("docs/second.md"));
        await story.Until(
            () => story.Log.ToString().Contains("No space left on device", StringComparison.Ordinal),
            "its database has no room"
        );
        Assert.False(pull.IsMerged);
        disk.Free();

        await story.UntilLanded(pull);
        Assert.Empty(Invariants.Broken(story));
    }
}
