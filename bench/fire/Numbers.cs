using System.Globalization;
using Sluice.Sim.Storms;

namespace Sluice.Bench.Fire;

/// <summary>How much of everything; what is 0 is left out.</summary>
internal sealed record Numbers
{
    public int Kills { get; init; } = 100;

    public int Restarts { get; init; } = 3;

    public int Cuts { get; init; } = 10;

    public int Disks { get; init; } = 2;

    public int Freezes { get; init; } = 3;

    /// <summary>Minutes for which GitHub is out of reach.</summary>
    public double Away { get; init; } = 3;

    /// <summary>Minutes whose deliveries come at once.</summary>
    public double Backlog { get; init; } = 40;

    /// <summary>Deliveries in each of those minutes: what a busy repository hears.</summary>
    public int Rate { get; init; } = 200;

    /// <summary>Minutes for which people work while every webhook is lost.</summary>
    public double Lost { get; init; } = 2;

    public int Seed { get; init; } = 20_261_121;

    /// <summary>The file whose table is written anew; null: none.</summary>
    public string? Table { get; init; }

    /// <exception cref="FormatException">Somebody wrote something else, or the table has no place in the file.</exception>
    public static Numbers Read(IReadOnlyList<string> words)
    {
        var numbers = new Numbers();
        for (var at = 0; at < words.Count; at += 2)
        {
            var value = at + 1 < words.Count ? words[at + 1] : throw new FormatException($"{words[at]} needs a value");
            numbers = words[at] switch
            {
                "--kills" => numbers with { Kills = Whole(words[at], value) },
                "--restarts" => numbers with { Restarts = Whole(words[at], value) },
                "--cuts" => numbers with { Cuts = Whole(words[at], value) },
                "--disks" => numbers with { Disks = Whole(words[at], value) },
                "--freezes" => numbers with { Freezes = Whole(words[at], value) },
                "--away" => numbers with { Away = Minutes(words[at], value) },
                "--backlog" => numbers with { Backlog = Minutes(words[at], value) },
                "--rate" => numbers with { Rate = Whole(words[at], value) },
                "--lost" => numbers with { Lost = Minutes(words[at], value) },
                "--seed" => numbers with { Seed = Whole(words[at], value) },
                "--table" => numbers with { Table = value },
                _ => throw new FormatException(
                    $"{words[at]} is unknown; there are --kills, --restarts, --cuts, --disks, --freezes, --away, --backlog, --lost (minutes), --rate, --seed and --table FILE"
                ),
            };
        }

        if (
            numbers.Table is { } table
            && (!File.Exists(table) || FaultTable.Within(File.ReadAllText(table), "", Story.Begin, Story.End) is null)
        )
        {
            throw new FormatException(
                $"--table {table}: name a file that marks the table's place, {Story.Begin} and, below it, {Story.End}"
            );
        }

        return numbers;
    }

    private static int Whole(string option, string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new FormatException($"{option} '{text}': a whole number from 0");

    private static double Minutes(string option, string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var minutes)
            ? minutes
            : throw new FormatException($"{option} '{text}': minutes, such as 3 or 0.5");
}
