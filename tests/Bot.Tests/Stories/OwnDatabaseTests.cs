using System.Diagnostics;

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
        Assert.True(await Run("sh", "-c", $"kill -9 $(head -n 1 '{note}')"));
        story.Ci.GoOn();

        await story.UntilLanded(pull);
        Assert.Empty(Invariants.Broken(story));
    }

    [Fact]
    public async Task With_no_room_left_for_its_database_it_waits_and_goes_on_when_there_is_room()
    {
        var data = Directory.CreateTempSubdirectory("sluice-disk-").FullName;
        Assert.SkipUnless(await Run("mount", "-t", "tmpfs", "-o", "size=160m,mode=777", "sluice", data), "this user may not mount a disk");
        try
        {
            await using var story = await Story.Begin(server: null);
            await story.WithBot(("Data:Path", data));
            var first = story.Folk.Queue(story.Folk.Open("docs/first.md"));
            await story.UntilLanded(first);

            var ballast = Path.Combine(data, "ballast");
            Fill(ballast); // of memory, which only root may mount
            var pull = story.Folk.Queue(story.Folk.Open("docs/second.md"));
            await story.Until(() => story.Log.ToString().Contains("No space left on device", StringComparison.Ordinal), "its database has no room");
            Assert.False(pull.IsMerged);
            File.Delete(ballast);

            await story.UntilLanded(pull);
            Assert.Empty(Invariants.Broken(story));
        }
        finally
        {
            Assert.True(await Run("umount", "-l", data));
            Directory.Delete(data);
        }
    }

    /// <summary>Until nothing more goes in.</summary>
    private static void Fill(string path)
    {
        var block = new byte[4096];
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            while (true)
            {
                file.Write(block);
            }
        }
        catch (IOException)
        {
            // full
        }
    }

    private static async Task<bool> Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0;
    }
}
