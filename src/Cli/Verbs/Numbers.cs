using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;

namespace Sluice.Cli.Verbs;

/// <summary>Options that take a number: what is none, or lies outside, is answered with one line that says what is taken.</summary>
internal static class Numbers
{
    public static Option<T> Between<T>(string name, string description, T otherwise, T least, T most)
        where T : struct, INumber<T>
    {
        var range = string.Create(
            CultureInfo.InvariantCulture,
            $"a{(typeof(T) == typeof(double) ? "" : " whole")} number from {least} to {most}"
        );
        return Of(name, description, otherwise, value => value >= least && value <= most, range);
    }

    /// <summary>Where the dice begin.</summary>
    public static Option<ulong> Seed(string description) => Of("--seed", description, 1UL, _ => true, "a whole number of at least 0");

    public static Option<T> Of<T>(string name, string description, T otherwise, Func<T, bool> fits, string range)
        where T : struct, INumber<T> =>
        new(name)
        {
            HelpName = "N",
            Description = description,
            DefaultValueFactory = _ => otherwise,
            CustomParser = result => Read(result, name, fits, range) ?? otherwise,
        };

    /// <summary>One that may be left out.</summary>
    public static Option<T?> Maybe<T>(string name, string description, Func<T, bool> fits, string range)
        where T : struct, INumber<T> =>
        new(name)
        {
            HelpName = "N",
            Description = description,
            CustomParser = result => Read(result, name, fits, range),
        };

    private static T? Read<T>(ArgumentResult result, string name, Func<T, bool> fits, string range)
        where T : struct, INumber<T>
    {
        if (result.Tokens is not [.., var token])
        {
            return null;
        }

        if (T.TryParse(token.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && fits(value))
        {
            return value;
        }

        result.AddError($"{name} '{token.Value}': {range}");
        return null;
    }
}
