using System.Globalization;
using Sluice.Bench.Landing;

// See README.md.
switch (args)
{
    case ["requests", .. var rest]:
        var (pulls, batch, comments) = (
            rest is [var some, ..] ? some : "40",
            rest is [_, var most, ..] ? most : "5",
            rest is [_, _, var when] ? when : "outcomes"
        );
        return await Account.Run(int.Parse(pulls, CultureInfo.InvariantCulture), Policy(batch) + $"notify: {{ comments: {comments} }}\n");
    case ["latency", .. var rest]:
        var numbers = rest.Select(number => int.Parse(number, CultureInfo.InvariantCulture)).ToList();
        return await Latency.Run(At(numbers, 0, 200), At(numbers, 1, 200), TimeSpan.FromMilliseconds(At(numbers, 2, 500)), Policy("16"));
    case ["memory", .. var rest]:
        var words = rest.Select(number => int.Parse(number, CultureInfo.InvariantCulture)).ToList();
        return await Memory.Run(
            At(words, 0, 60),
            At(words, 1, 200),
            At(words, 2, 10_000),
            TimeSpan.FromMilliseconds(At(words, 3, 1000)),
            Policy("16")
        );
    default:
        await Console.Error.WriteLineAsync(
            "requests [PULLS] [MOST IN A BATCH] [all|outcomes|problems], latency [REPOSITORIES] [LANDINGS] [MILLISECONDS BETWEEN], or memory [MINUTES] [REPOSITORIES] [OPEN PULL REQUESTS] [MILLISECONDS BETWEEN]"
        );
        return 2;
}

static int At(List<int> numbers, int place, int otherwise) => place < numbers.Count ? numbers[place] : otherwise;

static string Policy(string batch) =>
    $"version: 1\nqueue: {{ slots: 2, batch: {{ max: {batch} }} }}\nflow: {{ authors: {{ queued: 100 }} }}\n";
