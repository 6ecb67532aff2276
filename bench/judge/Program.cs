using System.Globalization;
using Sluice.Bench;

// RUNS: how often each kind of traffic is played, and a part of its name to play no other. `speed` alone measures only that.
if (args is not ["speed"])
{
    var runs = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 10_000;
    var only = args.Length > 1 ? args[1] : "";
    Report.Alarms(runs, only);
    Report.Detection(Math.Min(runs, 2000), only);
}

var (least, median) = Speed.Milliseconds();
Console.WriteLine(
    string.Create(
        CultureInfo.InvariantCulture,
        $"\n{Speed.Metrics} metrics × {Speed.Ticks} ticks are judged in {median:0} ms (the middle of eleven; the least is {least:0}) of one core."
    )
);
