using System.Diagnostics;
using System.Globalization;
using Sluice.Bench.Fuzz;

if (args is ["-h" or "--help" or "help"])
{
    Console.WriteLine(Wanted.Usage);
    return 0;
}

Wanted wanted;
try
{
    wanted = Wanted.Read(args);
}
catch (FormatException wrong)
{
    await Console.Error.WriteLineAsync(wrong.Message);
    return 2;
}

var finds = 0;
foreach (var target in wanted.Targets)
{
    var began = Stopwatch.GetTimestamp();
    var find = Fuzzing.Run(target, wanted.Seed, wanted.Inputs);
    finds += find is null ? 0 : 1;
    Console.WriteLine(
        string.Create(
            CultureInfo.InvariantCulture,
            $"| {target.Name} | {wanted.Inputs:N0} | {Stopwatch.GetElapsedTime(began).TotalSeconds:0} s | {find ?? "nothing"} |"
        )
    );
}

return finds == 0 ? 0 : 1;
