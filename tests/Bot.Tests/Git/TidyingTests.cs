using Sluice.Bot.Git;

namespace Sluice.Bot.Tests.Git;

public sealed class TidyingTests
{
    private readonly List<TaskCompletionSource> _begun = [];
    private readonly Tidying _tidying;

    public TidyingTests() =>
        _tidying = new(stop =>
        {
            _begun.Add(new());
            return _begun[^1].Task.WaitAsync(stop);
        });

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_goes_beside_the_fetches_and_never_twice_at_once()
    {
        Fetch(_tidying, Tidying.Every - 1);
        Assert.Empty(_begun);
        Assert.True(_tidying.Ended.IsCompleted);

        Fetch(_tidying, 2 * Tidying.Every);
        Assert.Single(_begun);
        Assert.False(_tidying.Ended.IsCompleted);

        _begun[0].SetResult();
        await _tidying.Ended;
        Fetch(_tidying, Tidying.Every);
        Assert.Equal(2, _begun.Count);
    }

    [Fact]
    public async Task One_that_fails_or_is_told_to_end_harms_nobody()
    {
        Fetch(_tidying, Tidying.Every);
        _begun[0].SetException(new GitException("git gc took longer than 7200 s and was stopped"));
        await _tidying.Ended;

        using var life = new CancellationTokenSource();
        Fetch(_tidying, Tidying.Every, life.Token);
        await life.CancelAsync();
        await _tidying.Ended.WaitAsync(TimeSpan.FromSeconds(30), Stop);
        Assert.Equal(2, _begun.Count);
    }

    [Fact]
    public async Task Many_loose_objects_become_a_pack()
    {
        var folder = Directory.CreateTempSubdirectory("sluice-tidy-").FullName;
        try
        {
            using var mirror = new Mirror(new GitProcess(), Path.Combine(folder, "1.git"), new Answers(), new GivenUp(TimeProvider.System));
            var files = string.Concat(Enumerable.Range(10_000, 12_000).Select(number => $"M 644 inline {number}\ndata 5\n{number}\n"));
            await mirror.Tell(
                new GitCommand(mirror.Path, "fast-import", "--quiet")
                {
                    Input = $"commit refs/heads/main\ncommitter Ann <ann@example.invalid> 1795000000 +0000\ndata 4\nMany\n{files}",
                    Settings = [new("fastimport.unpackLimit", "100000")],
                },
                Stop
            );
            Assert.StartsWith("12002 objects", (await mirror.Tell(Stop, "count-objects")).Line, StringComparison.Ordinal);

            var tidying = Tidying.Of(mirror);
            Fetch(tidying, Tidying.Every);
            await tidying.Ended;

            Assert.Equal("0 objects, 0 kilobytes", (await mirror.Tell(Stop, "count-objects")).Line);
            Assert.Equal("21999", (await mirror.Tell(Stop, "cat-file", "blob", "main:21999")).Line);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Fetch(Tidying tidying, int times, CancellationToken? stop = null)
    {
        for (var time = 0; time < times; time++)
        {
            tidying.Fetched(stop ?? Stop);
        }
    }
}
