using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Sluice.Bot.Tests.Verbs;

public sealed class InterruptedTests
{
    [Fact]
    public async Task A_storm_that_is_interrupted_says_which_seeds_it_ran()
    {
        using var storm = SluiceProcess.Start("simulate", "--storm", "--seeds", "1..99999999");
        await storm.Speaks();
        storm.Signal("INT");
        var (exit, output, said) = await storm.Ended();

        Assert.Equal(130, exit);
        Assert.Matches(@"^seeds 1 to \d+: every invariant held; \d+ to 99999999 were not run\n$", output);
        Assert.EndsWith("\ninterrupted\n", said, StringComparison.Ordinal);
        Assert.DoesNotContain('\r', said);
    }

    [Theory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    public async Task A_demo_that_is_interrupted_in_its_first_second_says_so_and_leaves_nothing(string signal, int code)
    {
        using var demo = SluiceProcess.Start("demo");
        await demo.Speaks();
        demo.Signal(signal);
        var (exit, output, said) = await demo.Ended();

        Assert.Equal((code, ""), (exit, output));
        Assert.EndsWith("\ninterrupted\n", said, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);
        Assert.Empty(demo.Left);
    }

    [Theory]
    [InlineData("judge")]
    [InlineData("validate")]
    [InlineData("risk score")]
    [InlineData("simulate")]
    [InlineData("simulate t.csv --config")]
    public async Task A_verb_that_waits_for_a_pipe_ends_at_once(string verb)
    {
        var folder = Directory.CreateTempSubdirectory("sluice-pipe-").FullName;
        try
        {
            var pipe = Path.Combine(folder, "pipe");
            using (var make = Process.Start("mkfifo", [pipe]))
            {
                await make.WaitForExitAsync(TestContext.Current.CancellationToken);
            }

            using var sluice = SluiceProcess.Start([.. verb.Split(' '), pipe]);
            await using var writer = await Task.Run(
                () => new FileStream(pipe, FileMode.Open, FileAccess.Write, FileShare.ReadWrite),
                TestContext.Current.CancellationToken
            ); // once somebody reads
            sluice.Signal("INT");

            Assert.Equal((130, "", "interrupted\n"), await sluice.Ended());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("judge")]
    [InlineData("validate")]
    public async Task A_verb_that_waits_for_standard_input_ends_at_once(string verb)
    {
        using var sluice = SluiceProcess.StartFed(verb, "-");
        await sluice.Hears(new string('#', 200_000)); // more than fits into a pipe that nobody reads
        sluice.Signal("TERM");

        Assert.Equal((143, "", "interrupted\n"), await sluice.Ended());
    }

    [Fact]
    public async Task A_hub_whose_port_is_taken_says_so_and_leaves_nothing()
    {
        using var holder = new TcpListener(IPAddress.Loopback, 0);
        holder.Start();
        using var hub = SluiceProcess.Start(
            "hub",
            "--port",
            ((IPEndPoint)holder.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture)
        );
        var (exit, output, said) = await hub.Ended();

        Assert.Equal((2, ""), (exit, output));
        Assert.Contains(
            "another process listens on port",
            Assert.Single(said.Split('\n', StringSplitOptions.RemoveEmptyEntries)),
            StringComparison.Ordinal
        );
        Assert.Empty(hub.Left);
    }
}
