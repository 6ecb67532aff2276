using Sluice.Bot.Store;
using Sluice.Sim.Fakes;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Tests.Store;

public sealed class PostgresLedgersTests(TestDatabase database) : LedgerContract, IClassFixture<TestDatabase>
{
    protected override IStore Store { get; } = new PostgresStore(database.Source, TimeProvider.System);
}

/// <summary>The fake that storms run on keeps the same promises.</summary>
public sealed class MemoryLedgersTests : LedgerContract
{
    protected override IStore Store { get; } = new MemoryStore();
}
