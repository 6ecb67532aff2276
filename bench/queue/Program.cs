using System.Diagnostics;
using System.Globalization;
using Sluice.Flow.Policies;
using Sluice.Sim.Queues;

// dotnet exec …/Sluice.Bench.Queue.dll cells E,H [seeds 101-105] [policies sluice] [preset default] [pulls 2000]
var options = new SortedDictionary<string, string>(StringComparer.Ordinal);
for (var i = 0; i + 1 < args.Length; i += 2)
{
    options[args[i]] = args[i + 1];
}

string Option(string name, string normal) => options.TryGetValue(name, out var given) ? given : normal;

var seeds = Option("seeds", "101-105").Split('-').Select(seed => ulong.Parse(seed, CultureInfo.InvariantCulture)).ToArray();
var preset = Enum.Parse<Preset>(Option("preset", "default"), true);
var pulls = int.Parse(Option("pulls", "2000"), CultureInfo.InvariantCulture);
Console.WriteLine($"{"cell",-5}{"policy",-14}{"P50",8}{"P95",8}{"build",8}{"mean",8}{"false/1000",12}{"builds",8}{"overtaken",10}{"left",6}{"wall s",8}");
foreach (var cell in Option("cells", string.Join(',', Cell.All.Select(cell => cell.Name))).Split(',').Select(Cell.Of).Select(cell => cell with { Pulls = pulls }))
{
    foreach (var policy in Option("policies", Entrants.Ours).Split(','))
    {
        var queue = new QueuePolicy { Slots = cell.Slots, Preset = preset };
        var watch = Stopwatch.StartNew();
        var runs = new List<Figures>();
        for (var seed = seeds[0]; seed <= seeds[^1]; seed++)
        {
            runs.Add(Entrants.Run(policy, Workload.Make(cell, seed), cell.Terms(seed), queue));
        }

        double Mean(Func<Figures, double> of) => runs.Average(of);
        var t = cell.Terms(1).MeanBuild;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{cell.Name,-5}{policy,-14}{Mean(run => run.P50) / t,8:0.00}{Mean(run => run.P95) / t,8:0.00}{Mean(run => run.BuildSecondsPerLanded) / t,8:0.000}{Mean(run => run.Mean) / t,8:0.00}{Mean(run => 1000.0 * run.FalseEjections / pulls),12:0.0}{Mean(run => run.Builds),8:0}{Mean(run => run.MaxOvertaken),10:0}{Mean(run => run.Waiting),6:0}{watch.Elapsed.TotalSeconds / runs.Count,8:0.00}"));
    }
}
