using System.Globalization;
using System.Text;
using Sluice.Flow.Policies;
using Sluice.Flow.Queue;

namespace Sluice.Flow.Tests.Queue;

/// <summary>Whoever checks a decision by hand reads the constants in docs/how-it-decides.md: they are the code's.</summary>
public sealed class ConstantsTests
{
    private static readonly string Docs = Read();

    public static TheoryData<string, double> Said() => new()
    {
        { "while `size · hazard ≤ κ` ({0}:", Knobs.Default.Kappa },
        { "stays within {0} (", Knobs.Default.SpineHazard },
        { "({0} on the bare base)", Knobs.Default.GroupHazard },
        { "the hazard of all that is fresh over {0}, plus", Knobs.Default.GroupHazard },
        { "may ride with `P(good) ≥ {0}`", Knobs.Default.Board },
        { "one build at a time gambles down to {0}, which", Knobs.Default.Gamble },
        { "a pull with a hazard above {0} alone", Knobs.Default.RiskyHazard },
        { "stacked build with a hazard of at most {0}.", Knobs.Default.SafeHazard },
        { "whose `P(good)` fell under {0} and", Knobs.Default.Lost },
        { "and under {0} of what it was at its start", Knobs.Default.LostShare },
        { "of the {0} oldest (", Knobs.Default.Window },
        { " oldest ({0}, with one slot)", Knobs.Default.Window / 2.0 },
        { "up to a hazard of {0}, are tested aside", Knobs.Default.TestHazard },
        { "started only for `{0} · (fresh", Knobs.Default.TrainPrice },
        { "While `groups` is at most {0}, all who wait", Knobs.Default.FewGroups },
        { "the weight is `1 + {0} · waited / T`", Knobs.Default.AgeWeight },
        { "and `batch.max` above {0}:", Knobs.Default.SmallBatch },
        { "has a hazard of at most {0}. Beside it", Knobs.Default.TrainHazard },
        { "that it is in, is at most {0}. By hand", Knobs.Default.Negligible },
        { "it is at least {0} % likely to be bad", 100 * (1 - Knobs.Default.Doubt) },
        { "`μ · (busy / slots)² · T / P(good)`", 2 },
        { "| `default` | {0} | 1 |", Knobs.Default.Kappa },
        { "| `fast` | 1.4 | {0} |", Knobs.Of(Preset.Fast).Price },
        { "| `thrifty` | {0} | 2 |", Knobs.Of(Preset.Thrifty).Kappa },
        { "| `thrifty` | 8 | {0} |", Knobs.Of(Preset.Thrifty).Price },
        { "| `frugal` | 8 | {0} |", Knobs.Of(Preset.Frugal).Price },
        { "groups up to a hazard of {0} |", Knobs.Of(Preset.Frugal).GroupHazard },
    };

    [Theory]
    [MemberData(nameof(Said))]
    public void The_docs_say_the_constant_that_the_code_has(string words, double constant) => Assert.Contains(
        string.Format(CultureInfo.InvariantCulture, CompositeFormat.Parse(words), Math.Round(constant, 6)), Docs, StringComparison.Ordinal);

    [Theory]
    [InlineData(0.02, 0.67)]
    [InlineData(0.3, 0.98)]
    public void The_example_by_hand_comes_out_as_the_docs_say(double prior, double bad)
    {
        Assert.Equal(bad, prior / (prior + ((1 - prior) * 0.01)), 2);
        Assert.Equal(bad, new Posterior(1, _ => prior, [new Observation([0], 1)], 0.01).Bad(0), 2);
        Assert.Contains($"{bad.ToString(CultureInfo.InvariantCulture)}", Docs, StringComparison.Ordinal);
    }

    [Fact]
    public void The_watchdog_bites_when_the_docs_say()
    {
        Assert.Contains("When `6 · (slots + 1)` builds end", Docs, StringComparison.Ordinal);
        Assert.All(Enumerable.Range(1, 20), slots => Assert.True(Watchdog.Bites(6 * (slots + 1), slots) && !Watchdog.Bites((6 * (slots + 1)) - 1, slots)));
    }

    [Fact]
    public void What_is_believed_before_anything_is_learnt_is_what_the_docs_say()
    {
        var learnt = new Estimates();
        Assert.Contains("`(flakes + 0.2) / (builds + 50)`", Docs, StringComparison.Ordinal);
        Assert.Equal(0.004, learnt.FlakeRate, 6);
        Assert.Equal(0.0003, learnt.PairRate, 6);
        Assert.Equal(1, learnt.Harshness, 6);
    }

    /// <summary>Its lines joined: sentences are broken anywhere.</summary>
    private static string Read()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Bot.sln")))
        {
            folder = folder.Parent;
        }

        return string.Join(' ', File.ReadAllLines(Path.Combine(folder.FullName, "docs", "how-it-decides.md")).Select(line => line.Trim()));
    }
}
