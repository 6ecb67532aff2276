using Sluice.Sim.Queues;

namespace Sluice.Sim.Rivals;

/// <summary>
/// Uber's SubmitQueue: pulls end in order, but for those that have no place in common. A build per pull and per guess which of the pulls
/// ahead of it, that it overlaps with, will land; the slots go to the builds that are most probably needed. What a finished build says of
/// its pull is taken into account.
/// </summary>
internal sealed class Speculation(Mainline mainline) : IQueue
{
    /// <summary>Pulls looked at, per slot: those further behind depend on too many others.</summary>
    private const int Reach = 12;

    private readonly Guesses _guesses = new(mainline.Trace.Changes.Count);
    private readonly Queue<int> _later = new();
    private readonly List<int> _line = [];
    private readonly List<List<int>> _ahead = [];
    private readonly SortedDictionary<int, List<Try>> _tries = [];

    public void Enter(int pull) => _later.Enqueue(pull);

    public void Finish(Run run)
    {
        // What a result decides depends on those ahead: see Act.
    }

    public void Act()
    {
        do
        {
            Advance();
        } while (Decide());

        var best = _guesses.Best(_line, _ahead, mainline.Risk, Result, mainline.Terms.Slots);
        foreach (var (pull, tries) in _tries)
        {
            var inVain = tries.Where(each => !each.Run.Over && !best.Exists(guess => guess.Guess == new Guess(pull, each.Sign))).ToList();
            foreach (var vain in inVain)
            {
                mainline.Cancel(vain.Run);
                tries.Remove(vain);
            }
        }

        foreach (var (guess, landing) in best.Where(guess => Find(guess.Guess) is null))
        {
            if (mainline.Free > 0)
            {
                (_tries.TryGetValue(guess.Pull, out var tries) ? tries : _tries[guess.Pull] = []).Add(
                    new Try(mainline.Start(landing.Append(guess.Pull)), guess.Sign)
                );
            }
        }
    }

    private void Advance()
    {
        while (_line.Count < Reach * mainline.Terms.Slots && _later.TryDequeue(out var next))
        {
            _ahead.Add([.. _line.Where(other => mainline.Overlap(other, next))]);
            _line.Add(next);
        }
    }

    /// <summary>Lands or ejects one that waits for nobody, if it has an answer.</summary>
    private bool Decide()
    {
        for (var i = 0; i < _line.Count; i++)
        {
            var pull = _line[i];
            if (_ahead[i].Count > 0 || Find(new Guess(pull, 0)) is not { Run: { Over: true } run })
            {
                continue;
            }

            _line.RemoveAt(i);
            _ahead.RemoveAt(i);
            foreach (var ahead in _ahead.Skip(i))
            {
                ahead.Remove(pull);
            }

            if (run.Green)
            {
                mainline.Land(run, apart: true);
            }
            else
            {
                mainline.Eject(pull);
            }

            Forget(pull, run.Green);
            return true;
        }

        return false;
    }

    /// <summary>Drops all builds that guessed wrongly; for the others it is no guess any more.</summary>
    private void Forget(int pull, bool landed)
    {
        _tries.Remove(pull, out var own);
        foreach (var run in own ?? [])
        {
            mainline.Cancel(run.Run);
        }

        foreach (var (other, tries) in _tries)
        {
            foreach (var each in tries.ToList())
            {
                var guessed = each.Run.Content.Contains(pull);
                if (guessed != landed && (guessed || mainline.Overlap(pull, other)))
                {
                    mainline.Cancel(each.Run);
                    tries.Remove(each);
                }
                else if (guessed)
                {
                    each.Sign ^= Guess.Mark(pull);
                }
            }
        }
    }

    private bool? Result(Guess guess) => Find(guess) is { Run: { Over: true } run } ? run.Green : null;

    private Try? Find(Guess guess) => _tries.TryGetValue(guess.Pull, out var tries) ? tries.Find(each => each.Sign == guess.Sign) : null;

    private sealed class Try(Run run, ulong sign)
    {
        public Run Run => run;

        public ulong Sign { get; set; } = sign;
    }
}
