using System.Diagnostics;
using System.Globalization;
using Sluice.Bench.Queues;
using Sluice.Flow.Policies;
using Sluice.Flow.Queue;
using Sluice.Sim.Queues;

// See README.md: table, small, livelock, plan, long, or figures of single cells.
var verb = args.Length > 0 && !args[0].StartsWith("--", StringComparison.Ordinal) ? args[0] : "cells";
var options = new SortedDictionary<string, string>(StringComparer.Ordinal);
for (var i = 0; i + 1 < args.Length; i++)
{
    if (args[i].StartsWith("--", StringComparison.Ordinal))
    {
        options[args[i][2..]] = args[i + 1];
    }
}

string Option(string name, string normal) => options.TryGetValue(name, out var given) ? given : normal;

var range = Option("seeds", "101-105").Split('-').Select(seed => ulong.Parse(seed, CultureInfo.InvariantCulture)).ToArray();
var seeds = Enumerable.Range(0, (int)(range[^1] - range[0]) + 1).Select(i => range[0] + (ulong)i).ToList();
var pulls = int.Parse(Option("pulls", "2000"), CultureInfo.InvariantCulture);
var cells = Option("cells", string.Join(',', Cell.All.Select(cell => cell.Name)))
    .Split(',')
    .Select(Cell.Of)
    .Select(cell => cell with { Pulls = pulls })
    .ToList();
switch (verb)
{
    case "table":
        Table();
        break;
    case "small":
        Console.Write(Small.Write());
        break;
    case "livelock":
        return Livelock.Run(seeds);
    case "plan":
        Growth.Run(
            Option("sizes", "100,1000,10000,100000").Split(',').Select(size => int.Parse(size, CultureInfo.InvariantCulture)),
            int.Parse(Option("slots", "16"), CultureInfo.InvariantCulture)
        );
        break;
    case "long":
        var longest = int.Parse(Option("pulls", "100000"), CultureInfo.InvariantCulture);
        Lengthy.Run(
            [.. Option("cells", "E,J").Split(',').Select(Cell.Of).Select(cell => cell with { Pulls = longest })],
            [.. options.TryGetValue("policies", out var named) ? named.Split(',') : Entrants.Names]
        );
        break;
    default:
        Single();
        break;
}

return 0;

// The whole table, on standard output; progress on standard error.
void Table()
{
    List<Trial> ours = [],
        presets = [],
        rivals = [],
        tuned = [];
    foreach (var cell in cells)
    {
        Console.Error.WriteLine($"{cell.Name}: {cell.Says}");
        ours.Add(Trial.Run(cell, Contestant.Ours(Preset.Default), seeds));
        presets.Add(Trial.Run(cell, Contestant.Ours(Preset.Frugal), seeds));
        rivals.AddRange(
            Contestant.Rivals.Concat(["oracle", Contestant.Bound]).Select(name => Trial.Run(cell, Contestant.Named(name), seeds))
        );
        if (Option("tuned", "yes") == "yes")
        {
            tuned.AddRange(Contestant.Families.Select(family => Trial.Run(cell, Trial.Tune(cell, family, [201, 202, 203]), seeds)));
        }
    }

    Console.Write(Report.Write(cells, Option("seeds", "101-105"), ours, presets, rivals, tuned));
}

void Single()
{
    var preset = Enum.Parse<Preset>(Option("preset", "default"), true);
    var knobs = Knobs.Of(preset);
    foreach (var pair in Option("set", "").Split(',', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=')))
    {
        var knob = typeof(Knobs).GetProperty(pair[0]) ?? throw new ArgumentException($"There is no constant {pair[0]}.");
        knob.SetValue(knobs, Convert.ChangeType(pair[1], knob.PropertyType, CultureInfo.InvariantCulture));
    }

    var policy = new QueuePolicy
    {
        Preset = preset,
        BatchMax = int.Parse(Option("batch", "32"), CultureInfo.InvariantCulture),
        MaxWait = Length.Read(Option("max-wait", "6h")) ?? TimeSpan.FromHours(6),
    };
    Console.WriteLine(
        $"{"cell", -5}{"policy", -14}{"P50", 9}{"P95", 9}{"build", 8}{"false/1000", 12}{"overtaken", 11}{"longest", 9}{"left", 6}{"wall s", 8}"
    );
    foreach (var cell in cells)
    {
        foreach (var name in Option("policies", Entrants.Ours).Split(','))
        {
            var watch = Stopwatch.StartNew();
            var trial = Trial.Run(cell, name == Entrants.Ours ? Contestant.Tried(policy, knobs) : Contestant.Named(name), seeds);
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{cell.Name, -5}{name, -14}{trial.P50, 9:0.00}{trial.P95, 9:0.00}{trial.Build, 8:0.000}{trial.FalsePerThousand, 12:0.0}{trial.Overtaken, 11:0}{trial.LongestOvertaken, 9:0.0}{trial.Left, 6:0}{watch.Elapsed.TotalSeconds / seeds.Count, 8:0.00}"
                )
            );
        }
    }
}
