using System.Globalization;
using Sluice.Bench.Landing;

// See README.md.
switch (args)
{
    case ["requests", .. var rest]:
        var (pulls, batch, comments) = (rest is [var some, ..] ? some : "40", rest is [_, var most, ..] ? most : "5", rest is [_, _, var when] ? when : "outcomes");
        return await Account.Run(int.Parse(pulls, CultureInfo.InvariantCulture), Policy(batch) + $"notify: {{ comments: {comments} }}\n");
    case ["latency", .. var rest]:
        var numbers = rest.Select(number => int.Parse(number, CultureInfo.InvariantCulture)).ToList();
        return await Latency.Run(numbers is [var repositories, ..] ? repositories : 200, numbers is [_, var landings, ..] ? landings : 200, TimeSpan.FromMilliseconds(numbers is [_, _, var between] ? between : 500), Policy("16"));
    default:
        await Console.Error.WriteLineAsync("requests [PULLS] [MOST IN A BATCH] [all|outcomes|problems], or latency [REPOSITORIES] [LANDINGS] [MILLISECONDS BETWEEN]");
        return 2;
}

static string Policy(string batch) => $"version: 1\nqueue: {{ slots: 2, batch: {{ max: {batch} }} }}\nflow: {{ authors: {{ queued: 100 }} }}\n";
