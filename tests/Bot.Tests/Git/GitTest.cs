using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Tests.Git;

/// <summary>A town of its own for each test.</summary>
public abstract class GitTest : IAsyncLifetime
{
    protected static CancellationToken Stop => GitTown.Stop;

    protected GitTown Town { get; private set; } = null!;

    /// <summary>Where main stands: at first, and as the test itself moves it.</summary>
    protected Sha Main { get; set; }

    public virtual async ValueTask InitializeAsync()
    {
        Town = await GitTown.Found();
        Main = (await Town.Where("refs/heads/main"))!.Value;
    }

    public async ValueTask DisposeAsync()
    {
        await Town.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected Task<string> Tree(Sha commit) => Town.AskMirror("rev-parse", commit.Hex + "^{tree}");

    protected async Task Fetch() => Assert.IsType<Answer<Nothing>.Made>(await Town.Mirrors.Fetch(Town.Repo, Stop));
}
