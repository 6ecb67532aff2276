using System.Globalization;
using Sluice.Bench;

// COMMITS of the repository, and how many PULLS are assessed.
var commits = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 50_000;
var pulls = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 200;
await using var bench = await Village.Found(commits, pulls);
await Assessing.Measure(bench);
