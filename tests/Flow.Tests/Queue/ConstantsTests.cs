using System.Globalization;
using System.Reflection;
using System.Text;
using Sluice.Flow.Policies;
using Sluice.Flow.Queue;

namespace Sluice.Flow.Tests.Queue;

/// <summary>Whoever checks a decision by hand reads the constants in docs/how-it-decides.md: they are the code's.</summary>
public sealed class ConstantsTests
{
    private static readonly string Docs = Read();

    /// <summary>A preset, one of its constants, and the words around it.</summary>
    private const string Said = """
        Default Kappa        | while `size · hazard ≤ κ` ({0}:
        Default SpineHazard  | stays within {0} (
        Default GroupHazard  | ({0} on the bare base)
        Default GroupHazard  | the hazard of all that is fresh over {0}, plus
        Default Board        | may ride with `P(good) ≥ {0}`
        Default Gamble       | one build at a time gambles down to {0}, which
        Default RiskyHazard  | a pull with a hazard above {0} alone
        Default SafeHazard   | stacked build with a hazard of at most {0}.
        Default Lost         | whose `P(good)` fell under {0} and
        Default LostShare    | and under {0} of what it was at its start
        Default Window       | of the {0} oldest (
        Default OneSlotWindow | oldest ({0}, with one slot)
        Default TestHazard   | up to a hazard of {0} (
        Default OneSlotHazard | ({0}, with one slot), are tested aside
        Default TrainPrice   | started only for `{0} · (fresh
        Default FewGroups    | While `groups` is at most {0}, all who wait
        Default AgeWeight    | the weight is `1 + {0} · waited / T`
        Default SmallBatch   | and `batch.max` above {0}:
        Default TrainHazard  | has a hazard of at most {0}. Beside it
        Default Negligible   | that it is in, is at most {0}. By hand
        Default Doubt        | with `1 − {0}` or more
        Default OneSlotDoubt | with `1 − {0}` where there is one slot
        Default Flaky        | while at most {0} of the builds flake
        Default Edge         | `pulls − {0} · Σ progress
        Default Idle         | `max(0, (busy / slots − {0}) /
        Default PricePower   | to the power of {0} of the use
        Default RiskPower    | to the power of {0} of `1 / P(good)`
        Default Price        | | `default` | 1.4 | {0} |
        Fast    Price        | | `fast` | 1.4 | {0} |
        Thrifty Kappa        | | `thrifty` | {0} |
        Thrifty Price        | | `thrifty` | 8 | {0} |
        Frugal  Kappa        | | `frugal` | {0} |
        Frugal  Price        | | `frugal` | 8 | {0} |
        Frugal  GroupHazard  | groups up to a hazard of {0} |
        """;

    public static TheoryData<Preset, string, string> Constants() =>
        new(
            Said.Split('\n')
                .Select(line => line.Split('|', 2))
                .Select(line =>
                    (
                        Enum.Parse<Preset>(line[0].Split(' ')[0]),
                        line[0].Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
                        line[1].Trim()
                    )
                )
        );

    [Theory]
    [MemberData(nameof(Constants))]
    public void The_docs_say_the_constant_that_the_code_has(Preset preset, string constant, string words)
    {
        var value = Convert.ToDouble(typeof(Knobs).GetProperty(constant)!.GetValue(Knobs.Of(preset)), CultureInfo.InvariantCulture);

        Assert.Contains(string.Format(CultureInfo.InvariantCulture, CompositeFormat.Parse(words), value), Docs, StringComparison.Ordinal);
    }

    [Fact]
    public void The_docs_say_every_constant() =>
        Assert.Empty(
            typeof(Knobs)
                .GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .Select(constant => constant.Name)
                .Except(Constants().Select(row => row.Data.Item2))
        );

    [Theory]
    [InlineData(0.02, 0.67)]
    [InlineData(0.4, 0.99)]
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
        Assert.All(
            Enumerable.Range(1, 20),
            slots => Assert.True(Watchdog.Bites(6 * (slots + 1), slots) && !Watchdog.Bites((6 * (slots + 1)) - 1, slots))
        );
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
