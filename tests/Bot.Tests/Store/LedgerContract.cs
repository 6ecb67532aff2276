using Sluice.Flow;
using Sluice.Flow.Intake;
using Sluice.Flow.Intake.Clashing;
using Sluice.Flow.Intake.Duplicates;
using Sluice.Flow.Queue;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Tests.Store;

/// <summary>What every store promises of ledgers and the journal. Each test works in a repository of its own.</summary>
public abstract class LedgerContract
{
    private readonly long _repo = Random.Shared.NextInt64(1L << 53);

    protected abstract IStore Store { get; }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_subject_without_a_ledger_has_version_zero() =>
        Assert.Equal(new Versioned<PullLedger>(null, 0), await Store.Ledger<PullLedger>(new PullSubject(_repo, 1), Stop));

    [Fact]
    public async Task A_note_is_read_back_and_raises_the_version()
    {
        var lane = new LaneSubject(_repo, "release/2.x");
        var ledger = LaneLedger.New with { Halted = "because", Learnt = new(Green: 3, BuildSeconds: 0.1) };

        Assert.True(await Store.Note(lane, 0, LaneLedger.New, [], Some.Noon, Stop));
        Assert.True(await Store.Note(lane, 1, ledger, [], Some.Noon, Stop));
        Assert.Equal(new(ledger, 2), await Store.Ledger<LaneLedger>(lane, Stop));
    }

    [Fact]
    public async Task A_note_on_an_old_version_writes_nothing()
    {
        var subject = new PullSubject(_repo, 4);
        await Store.Note(subject, 0, PullLedger.New, [], Some.Noon, Stop);

        Assert.False(await Store.Note(subject, 0, PullLedger.New with { Ticket = 1 }, [Some.Line("lost", 4)], Some.Noon, Stop));
        Assert.False(await Store.Note(subject, 2, PullLedger.New with { Ticket = 2 }, [Some.Line("lost", 4)], Some.Noon, Stop));
        Assert.Equal(new(PullLedger.New, 1), await Store.Ledger<PullLedger>(subject, Stop));
        Assert.Empty(await Store.Story(_repo, 4, Stop));
    }

    [Fact]
    public async Task Of_many_notes_at_once_exactly_one_wins()
    {
        var subject = new PullSubject(_repo, 5);
        var wins = await Task.WhenAll(
            Enumerable.Range(1, 8).Select(n => Store.Note(subject, 0, PullLedger.New with { Ticket = n }, [], Some.Noon, Stop))
        );

        Assert.Single(wins, win => win);
        Assert.Equal(1, (await Store.Ledger<PullLedger>(subject, Stop)).Version);
    }

    [Fact]
    public async Task Only_ledgers_that_are_alive_are_listed_by_kind()
    {
        var alive = PullLedger.New with { Ticket = 1 };
        await Store.Note(new PullSubject(_repo, 2), 0, alive, [], Some.Noon, Stop);
        await Store.Note(new PullSubject(_repo, 10), 0, alive, [], Some.Noon, Stop);
        await Store.Note(new PullSubject(_repo, 3), 0, PullLedger.New, [], Some.Noon, Stop);
        await Store.Note(new LaneSubject(_repo, "main"), 0, LaneLedger.New with { Halted = "x" }, [], Some.Noon, Stop);

        Assert.Equal([10, 2], (await Store.Ledgers<PullSubject, PullLedger>(_repo, Stop)).Select(ledger => ledger.Key.Number));
        Assert.Contains(await Store.Ledgers<LaneSubject, LaneLedger>(null, Stop), ledger => ledger.Key == new LaneSubject(_repo, "main"));
    }

    [Fact]
    public async Task Open_pulls_of_an_agent_are_counted_up_to_a_number()
    {
        foreach (
            var (number, agent, open) in new[]
            {
                (2, "Codex", true),
                (9, "Codex", false),
                (10, "Jules", true),
                (11, "Codex", true),
                (100, "Codex", true),
            }
        )
        {
            await Opened(Some.PullFact(_repo, number, 1, open: open), agent);
        }

        Assert.Equal(0, await Store.OpenBefore(_repo, "Codex", 2, Stop));
        Assert.Equal(1, await Store.OpenBefore(_repo, "Codex", 11, Stop));
        Assert.Equal(2, await Store.OpenBefore(_repo, "Codex", 100, Stop));
    }

    [Theory]
    [InlineData(OriginClass.Agent, false, null, 1)]
    [InlineData(OriginClass.Assisted, false, true, 0)]
    [InlineData(OriginClass.Agent, true, null, 0)]
    [InlineData(OriginClass.Agent, true, false, 0)]
    [InlineData(OriginClass.Agent, true, true, 1)]
    public async Task No_stranger_takes_an_agents_places(OriginClass origin, bool isFork, bool? isVouched, int counted)
    {
        var fact = Some.PullFact(_repo, 2, 1);
        await Opened(isFork ? fact with { Pull = fact.Pull with { HeadRepo = _repo + 1 } } : fact, "Codex", origin, isVouched);

        Assert.Equal(counted, await Store.OpenBefore(_repo, "Codex", 3, Stop));
    }

    private static PullLedger Given =>
        PullLedger.New with
        {
            Admission = new Admission(1, Some.Sha(1), "main", Priority.Normal, Some.Noon, 0.1, Band.Low, false, OriginClass.None, "ada"),
        };

    private static PullLedger Wanted =>
        PullLedger.New with
        {
            Request = new QueueRequest(null, Permission.None, Some.Sha(1), Priority.Normal, Some.Noon, false),
        };

    [Fact]
    public async Task Pulls_are_found_by_any_key_of_their_fingerprint()
    {
        foreach (var (number, keys) in new[] { (2, Row.Of<string>(["same a", "issue 3"])), (3, ["issue 3"]), (4, ["same b"]) })
        {
            var print = new Fingerprint(Some.Sha(number), "main", "ada", false, null, null, []) { Keys = keys };
            await Store.Note(new PullSubject(_repo, number), 0, Wanted with { Print = print }, [], Some.Noon, Stop);
        }

        Assert.Equal([2, 3], (await Store.Alike(_repo, ["same a", "issue 3"], Stop)).Select(pair => pair.Key.Number));
        Assert.Equal("same b", Assert.Single(await Store.Alike(_repo, ["same b"], Stop)).Value.Print!.Keys[0]);
        Assert.Empty(await Store.Alike(_repo + 1, ["same b"], Stop));
    }

    [Fact]
    public async Task Who_waits_for_another_as_its_double_does_not_hide_it()
    {
        var print = new Fingerprint(Some.Sha(1), "main", "ada", false, null, null, []) { Keys = ["issue 3"] };
        PullLedger[] others = [PullLedger.New, Wanted with { Standing = Standing.None with { Code = Code.Duplicate } }];
        var states = Enum.GetValues<PullState>().Select(state => PullLedger.New with { Standing = Standing.None with { State = state } });
        var (number, found) = (0, new List<int>());
        foreach (var ledger in states.Append(Wanted).Append(Given).Concat(Enumerable.Repeat(others, 30).SelectMany(each => each)))
        {
            var noted = ledger with { Print = print };
            await Store.Note(new PullSubject(_repo, ++number), 0, noted, [], Some.Noon.AddMinutes(number), Stop);
            found.AddRange(Relative.Of(number, noted) is { } relative ? [relative.Number] : []);
        }

        Assert.Equal(6, found.Count);
        Assert.Equal(found, (await Store.Alike(_repo, ["issue 3"], Stop)).Select(pair => pair.Key.Number).Order());
    }

    [Fact]
    public async Task Open_pulls_are_found_by_the_paths_that_they_change()
    {
        foreach (var (number, paths) in new[] { (1, Row.Of<string>(["a", "b"])), (2, ["b"]), (3, ["c"]) })
        {
            await Store.Note(
                new PullSubject(_repo, number),
                0,
                PullLedger.New with
                {
                    Touched = new Touched(Some.Sha(number), "main", paths),
                },
                [],
                Some.Noon,
                Stop
            );
        }

        Assert.Equal([1, 2], (await Store.Touching(_repo, ["b", "x"], Stop)).Select(pair => pair.Key.Number));
        Assert.Equal(Some.Sha(3), Assert.Single(await Store.Touching(_repo, ["c"], Stop)).Value.Touched!.Head);
        Assert.Empty(await Store.Touching(_repo + 1, ["b"], Stop));
        await Store.Note(new PullSubject(_repo, 3), 1, PullLedger.New, [], Some.Noon, Stop);
        Assert.Empty(await Store.Touching(_repo, ["c"], Stop));
    }

    [Fact]
    public async Task The_journal_is_read_by_kind_after_a_cursor_and_by_pull()
    {
        await Store.Note(
            new LaneSubject(_repo, "main"),
            0,
            LaneLedger.New,
            [Some.Line("built", 1, 2), Some.Line("landed", 1)],
            Some.Noon,
            Stop
        );
        await Store.Note(new LaneSubject(_repo, "main"), 1, LaneLedger.New, [Some.Line("landed", 2)], Some.Noon.AddMinutes(1), Stop);

        var landed = await Store.Journal(_repo, "landed", 0, Stop);
        Assert.Equal(
            [
                [1],
                [2],
            ],
            landed.Select(row => row.Line.Pulls)
        );
        Assert.Equal(Some.Noon.AddMinutes(1), landed[1].At);
        Assert.Equal(landed[1].Seq, Assert.Single(await Store.Journal(_repo, "landed", landed[0].Seq, Stop)).Seq);
        Assert.Equal(["built", "landed"], (await Store.Story(_repo, 2, Stop)).Select(row => row.Line.Kind));
        Assert.Equal($"lane/{_repo}/main", landed[0].Subject);
    }

    [Fact]
    public async Task A_reader_that_follows_the_journal_misses_no_line_of_many_writers()
    {
        const int writers = 6,
            notes = 25;
        var writing = Task.WhenAll(
            Enumerable
                .Range(1, writers)
                .Select(async pull =>
                {
                    for (var version = 0; version < notes; version++)
                    {
                        await Store.Note(new PullSubject(_repo, pull), version, PullLedger.New, [Some.Line("step", pull)], Some.Noon, Stop);
                    }
                })
        );

        var seen = new List<long>();
        bool ended;
        do
        {
            ended = writing.IsCompleted;
            seen.AddRange((await Store.Journal(_repo, "step", seen.LastOrDefault(), Stop)).Select(row => row.Seq));
        } while (!ended);

        await writing;
        Assert.Equal(writers * notes, seen.Count);
        Assert.Equal(seen.Order(), seen);
    }

    /// <param name="isVouched">Null: nobody asked for it.</param>
    private async Task Opened(PullFact fact, string agent, OriginClass origin = OriginClass.Agent, bool? isVouched = null)
    {
        var found = OriginAssessment.None with { Class = origin, Agent = agent };
        var ledger = PullLedger.New with
        {
            Assessment = new Assessment(fact.Pull.Head, found, new RiskAssessment(Band.Low, 0, 0, [])),
            Request = isVouched is { } vouched
                ? new QueueRequest(Some.Ada, Permission.Write, fact.Pull.Head, Priority.Normal, Some.Noon, vouched)
                : null,
        };
        await Store.Fold([fact], Stop);
        await Store.Note(new PullSubject(_repo, fact.Pull.Number), 0, ledger, [], Some.Noon, Stop);
    }
}
