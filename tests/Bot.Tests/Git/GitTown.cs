using System.Globalization;
using System.Text;
using Sluice.Bot.Git;
using Sluice.Flow;
using Sluice.Flow.Queue;
using Sluice.Flow.Release;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Tests.Git;

/// <summary>A server's bare repository in a directory of its own, and the bot's mirrors of it.</summary>
public sealed class GitTown : IAsyncDisposable
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    private readonly GitProcess _git = new();

    public GitTown()
    {
        Server = Path.Combine(Home, "server.git");
        Repo = new Repository(7, "acme", "shop", 1, false, "main");
        Mirrors = new Mirrors(
            Path.Combine(Home, "mirrors"),
            new Signature("sluice[bot]", "sluice@example.invalid"),
            At,
            TimeProvider.System
        );
    }

    /// <summary>All that it has stands below.</summary>
    public string Home { get; } = Directory.CreateTempSubdirectory("sluice-git-").FullName;

    public string Server { get; }

    public Repository Repo { get; }

    public Mirrors Mirrors { get; }

    /// <summary>How often a remote was asked for.</summary>
    public int Calls { get; private set; }

    /// <summary>What the next caller gets instead of the server.</summary>
    public Func<Answer<Remote>>? Instead { get; set; }

    public static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<GitTown> Found()
    {
        var town = new GitTown();
        await town._git.Run(
            new GitCommand(town.Home, "init", "--quiet", "--bare", "--initial-branch=main", "--template=", "--", town.Server),
            Stop
        );
        await town.Commit("main", null, "start", ("README.md", "shop\n"), ("a.txt", "1\n2\n3\n4\n5\n"), ("b.txt", "b\n"));
        return town;
    }

    /// <summary>Commits files (null: deleted) to a branch of the server, without a working tree.</summary>
    public Task<Sha> Commit(string branch, Sha? onto, string message, params (string Path, string? Text)[] files) =>
        Commit("refs/heads/" + branch, onto, message, "Ann", files);

    /// <summary>Of what is committed from now on, as git writes it.</summary>
    public string Date { get; set; } = "1795000000 +0000";

    public async Task<Sha> Commit(string name, Sha? onto, string message, string author, params (string Path, string? Text)[] files)
    {
        var stream = new StringBuilder();
        stream.Append(
            CultureInfo.InvariantCulture,
            $"commit {name}\ncommitter {author} <{author.ToLowerInvariant()}@example.invalid> {Date}\n"
        );
        stream.Append(CultureInfo.InvariantCulture, $"data {Encoding.UTF8.GetByteCount(message)}\n{message}\n");
        stream.Append(onto is { } parent ? $"from {parent}\n" : "");
        foreach (var (path, text) in files)
        {
            stream.Append(
                text is null
                    ? $"D {path}\n"
                    : string.Create(
                        CultureInfo.InvariantCulture,
                        $"M 100644 inline {path}\ndata {Encoding.UTF8.GetByteCount(text)}\n{text}\n"
                    )
            );
        }

        await Ask(new GitCommand(Server, "fast-import", "--quiet", "--force") { Input = stream.ToString() });
        return (await Where(name))!.Value;
    }

    /// <summary>So many commits without a change, one on top of the other.</summary>
    public async Task<Sha> Pile(string name, Sha onto, string author, int count)
    {
        var commit = $"commit {name}\ncommitter {author} <{author.ToLowerInvariant()}@example.invalid> {Date}\ndata 5\nmore\n\n";
        var stream = string.Concat(Enumerable.Range(0, count).Select(each => commit + (each == 0 ? $"from {onto}\n" : "")));
        await Ask(new GitCommand(Server, "fast-import", "--quiet", "--force") { Input = stream });
        return (await Where(name))!.Value;
    }

    /// <summary>Of what the server has; no branch stands at it yet.</summary>
    /// <param name="isKept">The first stays as it is, as by <c>merge -s ours</c>.</param>
    public async Task<Sha> Merge(Sha one, Sha other, bool isKept = false)
    {
        var tree = isKept ? one.Hex + "^{tree}" : await AskServer("merge-tree", "--write-tree", one.Hex, other.Hex);
        string[] merge = ["commit-tree", tree, "-p", one.Hex, "-p", other.Hex, "-m", "merged"];
        return new(await AskServer(["-c", "user.name=Ann", "-c", "user.email=ann@example.invalid", .. merge]));
    }

    /// <summary>A pull's head as GitHub shows it, from a fork or not.</summary>
    public Task<Sha> Pull(int number, Sha onto, params (string Path, string? Text)[] files) =>
        Commit(string.Create(CultureInfo.InvariantCulture, $"refs/pull/{number}/head"), onto, $"work on {number}", "Ann", files);

    public async Task<Sha?> Where(string name)
    {
        var output = await _git.Run(new GitCommand(Server, "rev-parse", "--verify", "--quiet", name), Stop);
        return output.Exit == 0 ? new Sha(output.Line) : null;
    }

    /// <summary>Asks git at the server.</summary>
    public Task<string> AskServer(params string[] arguments) => Ask(new GitCommand(Server, arguments));

    /// <summary>Asks git in the mirror.</summary>
    public Task<string> AskMirror(params string[] arguments) => Ask(new GitCommand(InMirror, arguments));

    /// <summary>An object that was just made goes out of the mirror.</summary>
    public void Lose(Sha made) => File.Delete(Path.Combine(InMirror, "objects", made.Hex[..2], made.Hex[2..]));

    /// <summary>The mirror goes.</summary>
    public void Lose() => Directory.Delete(InMirror, recursive: true);

    /// <summary>The server runs this before it takes a push.</summary>
    public void Hook(string script)
    {
        var hook = Path.Combine(Directory.CreateDirectory(Path.Combine(Server, "hooks")).FullName, "pre-receive");
        File.WriteAllText(hook, "#!/bin/sh\n" + script + "\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(hook, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    public LaneMove.Compose Candidate(Sha onto, params Member[] members) =>
        new("build", "sluice/queue/main/build", onto, members.ToRow(), 1, Noon);

    public static EnvironmentMove.OpenRevert RevertOf(params LandedPull[] pulls) =>
        new("canary", "main", "sluice/revert/x", pulls.ToRow(), "Revert", "", true, Noon);

    public static LandedPull Landed(int number, Sha commit) =>
        new(number, number, $"Work {number}", "ann", commit, commit, commit, commit, "main", Band.Low, 0, [], Noon);

    public async ValueTask DisposeAsync()
    {
        await Mirrors.DisposeAsync();
        Directory.Delete(Home, recursive: true);
    }

    private string InMirror => Path.Combine(Home, "mirrors", "7.git");

    private async Task<string> Ask(GitCommand command)
    {
        var output = await _git.Run(command, Stop);
        return output.Exit == 0 ? output.Line : throw new InvalidOperationException(output.Errors);
    }

    private Task<Answer<Remote>> At(Repository repo, string? refused, CancellationToken stop)
    {
        Calls++;
        return Task.FromResult(Instead?.Invoke() ?? new Answer<Remote>.Made(new Remote(Server, null)));
    }
}
