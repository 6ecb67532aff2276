using System.Diagnostics;
using System.Globalization;
using System.Text;
using Sluice.Bot.Git;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Bench;

/// <summary>
/// A server's repository with a long history and open pull requests, made by <c>git fast-import</c> from a fixed seed, and the bot's mirror
/// of it.
/// </summary>
internal sealed class Village : IAsyncDisposable
{
    private const int Files = 3_000;
    private const int Folders = 60;
    private const int Authors = 80;
    private const int Lines = 30;
    private const int Start = 1_600_000_000;

    private readonly string _home = Directory.CreateTempSubdirectory("sluice-bench-").FullName;
    private readonly int[] _versions = new int[Files];
    private readonly StringBuilder _text = new();
    private ulong _dice = 20261120;

    private Village(int commits, int pulls)
    {
        (Commits, Pulls) = (commits, pulls);
        Mirrors = new Mirrors(
            Path.Combine(_home, "mirrors"),
            new Signature("Sluice", "bot@sluice.invalid"),
            (_, _, _) => Task.FromResult<Answer<Remote>>(new Answer<Remote>.Made(new Remote(Server, null))),
            TimeProvider.System
        );
    }

    public int Commits { get; }

    public int Pulls { get; }

    public Mirrors Mirrors { get; }

    public Repository Repo { get; } = new(7, "acme", "village", 1, false, "main");

    private string Server => Path.Combine(_home, "server.git");

    public static async Task<Village> Found(int commits, int pulls)
    {
        var village = new Village(commits, pulls);
        await village.Git(
            _ => Task.CompletedTask,
            "init",
            "--quiet",
            "--bare",
            "--initial-branch=main",
            "--template=",
            "--",
            village.Server
        );
        await village.Git(village.Write, "-C", village.Server, "fast-import", "--quiet");
        return village;
    }

    /// <summary>The head of a pull, from 1.</summary>
    public async Task<Sha> Head(int pull) =>
        new(
            (
                await Git(
                    _ => Task.CompletedTask,
                    "-C",
                    Server,
                    "rev-parse",
                    string.Create(CultureInfo.InvariantCulture, $"refs/pull/{pull}/head")
                )
            ).Trim()
        );

    public async ValueTask DisposeAsync()
    {
        await Mirrors.DisposeAsync();
        Directory.Delete(_home, recursive: true);
    }

    private async Task Write(StreamWriter git)
    {
        for (var commit = 1; commit <= Commits; commit++)
        {
            Commit("refs/heads/main", commit, commit == 1 ? null : commit - 1, 1 + Roll(4));
            await Flush(git);
        }

        for (var pull = 1; pull <= Pulls; pull++)
        {
            Commit($"refs/pull/{pull}/head", Commits + pull, Math.Max(1, Commits - Roll(200)), 1 + Roll(8));
            await Flush(git);
        }
    }

    private void Commit(string name, int mark, int? parent, int files)
    {
        var (author, at) = (Roll(Authors), Start + (mark * 600L));
        Say($"commit {name}\nmark :{mark}\ncommitter Ann{author} <ann{author}@example.invalid> {at} +0000\ndata 4\nwork\n");
        if (parent is { } from)
        {
            Say($"from :{from}\n");
        }

        for (var n = 0; n < files; n++)
        {
            var file = Roll(Files);
            var text = string.Concat(
                Enumerable
                    .Range(0, Lines)
                    .Select(line => $"line {line} of file {file}, {(line == _versions[file] % Lines ? _versions[file] : 0)}\n")
            );
            _versions[file]++;
            Say($"M 100644 inline src/part{file % Folders}/file{file}.cs\ndata {text.Length}\n{text}\n");
        }
    }

    private void Say(FormattableString text) => _text.Append(text.ToString(CultureInfo.InvariantCulture));

    private async Task Flush(StreamWriter git)
    {
        await git.WriteAsync(_text);
        _text.Clear();
    }

    /// <summary>xorshift64*.</summary>
    private int Roll(int sides)
    {
        _dice ^= _dice >> 12;
        _dice ^= _dice << 25;
        _dice ^= _dice >> 27;
        return (int)((_dice * 2685821657736338717UL >> 33) % (ulong)sides);
    }

    private async Task<string> Git(Func<StreamWriter, Task> input, params string[] arguments)
    {
        using var git = Process.Start(
            new ProcessStartInfo("git", arguments)
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                WorkingDirectory = _home,
            }
        )!;
        var output = git.StandardOutput.ReadToEndAsync();
        await input(git.StandardInput);
        git.StandardInput.Close();
        await git.WaitForExitAsync();
        return git.ExitCode == 0 ? await output : throw new InvalidOperationException($"git {string.Join(' ', arguments)} failed");
    }
}
