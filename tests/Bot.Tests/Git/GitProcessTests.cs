using System.Globalization;
using System.Text;
using Sluice.Bot.Git;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Tests.Git;

public sealed class GitProcessTests : IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("sluice-process-").FullName;

    private static CancellationToken Stop => GitTown.Stop;

    public void Dispose() => Directory.Delete(_home, recursive: true);

    [Fact]
    public async Task A_process_knows_nothing_of_the_machine_or_of_a_user()
    {
        var output = await new GitProcess("env").Run(new GitCommand(_home, "-u", "NONE", "env"), Stop);
        var known = output.Text.Split('\n').Select(line => line.Split('=')[0]).ToArray();

        Assert.DoesNotContain("HOME", known);
        Assert.DoesNotContain("USER", known);
        Assert.Contains("GIT_CONFIG_GLOBAL=/dev/null\n", output.Text, StringComparison.Ordinal);
        Assert.Contains("GIT_TERMINAL_PROMPT=0\n", output.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_takes_too_long_is_ended_with_all_that_it_started()
    {
        var pid = Path.Combine(_home, "pid");
        var command = new GitCommand(_home, "-c", $"sleep 600 & echo $! > {pid}; wait") { Timeout = TimeSpan.FromSeconds(1) };

        var fault = await Assert.ThrowsAsync<GitException>(() => new GitProcess("sh").Run(command, Stop));

        Assert.Contains("longer than 1 s", fault.Message, StringComparison.Ordinal);
        Assert.True(await Gone(int.Parse(await File.ReadAllTextAsync(pid, Stop), CultureInfo.InvariantCulture)), "the sleeper lives on");
    }

    [Fact]
    public async Task Who_stops_waiting_ends_it()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var running = new GitProcess("sh").Run(new GitCommand(_home, "-c", "sleep 600"), stop.Token);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [Fact]
    public async Task A_missing_git_says_what_to_install()
    {
        var fault = await Assert.ThrowsAsync<GitException>(() => new GitProcess("no-such-git").Run(new GitCommand(_home, "version"), Stop));

        Assert.Contains("git 2.38 or newer must be installed", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_token_is_in_no_argument_and_in_no_text()
    {
        var remote = new Remote("https://github.com/acme/shop.git", "ghs_secret");
        var command = new GitCommand(_home, "fetch", remote.Url) { Environment = remote.Environment, Settings = remote.Settings };
        var header = Assert.Single(remote.Settings);

        Assert.Equal("http.https://github.com/.extraHeader", header.Key);
        Assert.Equal("Authorization: Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("x-access-token:ghs_secret")), header.Value);
        Assert.DoesNotContain("secret", $"{remote} {command} {string.Join(' ', command.Arguments)}", StringComparison.Ordinal);
        Assert.DoesNotContain(header.Value, $"{remote} {command}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mirror_that_was_removed_is_made_anew()
    {
        await using var town = await GitTown.Found();
        await town.Mirrors.Fetch(town.Repo, Stop);
        Directory.Delete(await town.AskMirror("rev-parse", "--absolute-git-dir"), recursive: true);

        Assert.Null(await town.Mirrors.Branch(town.Repo, "main", Stop));
        Assert.IsType<Answer<Nothing>.Made>(await town.Mirrors.Fetch(town.Repo, Stop));
        Assert.Equal(await town.Where("refs/heads/main"), await town.Mirrors.Branch(town.Repo, "main", Stop));
    }

    [Fact]
    public async Task A_damaged_mirror_says_what_to_do()
    {
        await using var town = await GitTown.Found();
        await town.Mirrors.Fetch(town.Repo, Stop);
        var objects = Path.Combine(await town.AskMirror("rev-parse", "--absolute-git-dir"), "objects");
        foreach (var file in Directory.EnumerateFiles(objects, "*", SearchOption.AllDirectories))
        {
            File.SetAttributes(file, FileAttributes.Normal);
            await File.WriteAllTextAsync(file, "", Stop);
        }

        await town.Commit("main", await town.Where("refs/heads/main"), "next", ("x", "x"));
        var fault = await Assert.ThrowsAsync<GitException>(() => town.Mirrors.Fetch(town.Repo, Stop));

        Assert.Contains("remove the mirror and it is fetched anew", fault.Message, StringComparison.Ordinal);
    }

    private static async Task<bool> Gone(int pid)
    {
        for (var time = 0; time < 200; time++)
        {
            var stat = $"/proc/{pid}/stat";
            if (!File.Exists(stat) || (await File.ReadAllTextAsync(stat, Stop)).Contains(") Z", StringComparison.Ordinal))
            {
                return true;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(25), Stop);
        }

        return false;
    }
}
