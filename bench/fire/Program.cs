using System.Globalization;
using Sluice.Bench.Fire;

// See README.md.
try
{
    return args switch
    {
        ["story", .. var rest] => await Story.Run(
            Numbers.Read(rest),
            $"dotnet run -c Release --project bench/fire -- {string.Join(' ', args)}"
        ),
        ["takeover", .. var times] => await Takeover.Run(times is [var some] ? Number("takeover", some) : 10),
        ["replicas", .. var rest] => await Throughput.Run(
            rest is [var most, ..] ? Number("replicas", most) : 3,
            TimeSpan.FromSeconds(rest is [_, var seconds] ? Number("replicas", seconds) : 10)
        ),
        _ => throw new FormatException("story [--kills 100 ...], takeover [KILLS], or replicas [MOST] [SECONDS]"),
    };
}
catch (FormatException wrong)
{
    await Console.Error.WriteLineAsync(wrong.Message);
    return 2;
}

static int Number(string what, string text) =>
    int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
        ? number
        : throw new FormatException($"{what} '{text}': a whole number from 1");
