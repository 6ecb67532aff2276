using System.Globalization;

namespace Sluice.Bench.Fuzz;

/// <summary>What somebody asks for: how many inputs of each reader, drawn from which seed.</summary>
internal sealed record Wanted(int Inputs, ulong Seed, IReadOnlyList<Target> Targets)
{
    public const string Usage = "[INPUTS of each reader, otherwise 1000000] [SEED, otherwise 1] [a part of a reader's name, otherwise all]";

    /// <exception cref="FormatException">Nothing would be tried, or not what somebody meant.</exception>
    public static Wanted Read(IReadOnlyList<string> words)
    {
        if (words.Count > 3)
        {
            throw new FormatException($"'{words[3]}' is one word too many: {Usage}");
        }

        var inputs = 1_000_000;
        if (words.Count > 0 && !(int.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out inputs) && inputs > 0))
        {
            throw new FormatException($"'{words[0]}': a whole number of inputs from 1: {Usage}");
        }

        var seed = 1UL;
        if (words.Count > 1 && !ulong.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out seed))
        {
            throw new FormatException($"'{words[1]}': a seed, a whole number from 0: {Usage}");
        }

        var targets = Fuzz
            .Targets.All.Where(target => words.Count < 3 || target.Name.Contains(words[2], StringComparison.OrdinalIgnoreCase))
            .ToList();
        return targets.Count > 0
            ? new(inputs, seed, targets)
            : throw new FormatException(
                $"'{words[2]}': there is no such reader; there are {string.Join(", ", Fuzz.Targets.All.Select(target => target.Name))}"
            );
    }
}
