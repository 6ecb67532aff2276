using System.Diagnostics;
using System.Globalization;
using Sluice.Bench.Fuzz;

// [inputs of each target] [seed] [a part of the target's name]
var inputs = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1_000_000;
var seed = args.Length > 1 ? ulong.Parse(args[1], CultureInfo.InvariantCulture) : 1;
var finds = 0;
foreach (var target in Targets.All.Where(target => args.Length < 3 || target.Name.Contains(args[2], StringComparison.Ordinal)))
{
    var began = Stopwatch.GetTimestamp();
    var find = Fuzzing.Run(target, seed, inputs);
    finds += find is null ? 0 : 1;
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {target.Name} | {inputs:N0} | {Stopwatch.GetElapsedTime(began).TotalSeconds:0} s | {find ?? "nothing"} |"));
}

return finds;
