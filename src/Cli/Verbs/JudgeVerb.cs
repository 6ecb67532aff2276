using System.CommandLine;
using Sluice.Flow.Release.Files;

namespace Sluice.Cli.Verbs;

/// <summary>
/// <c>sluice judge FILE</c>, <c>sluice judge --receipt FILE</c>: the canary's judge on exported metrics. It exits with the verdict.
/// </summary>
internal static class JudgeVerb
{
    /// <summary>After the four verdicts: the file cannot be judged.</summary>
    public const int Unreadable = 4;

    /// <summary>The judge says something else of a receipt than stands in it.</summary>
    private const int OtherAnswer = 5;

    /// <summary>Megabytes: a day of thousands of metrics has fewer.</summary>
    private const int Most = 256;

    public static Command Command()
    {
        var file = new Argument<string?>("FILE")
        {
            Description = "Metrics as docs/judge.md describes them; - reads standard input.",
            DefaultValueFactory = _ => null,
        };
        var receipt = new Option<string>("--receipt")
        {
            HelpName = "FILE",
            Description = "What a canary was judged on, to be judged again.",
        };
        var json = new Option<bool>("--json") { Description = "The answer as one JSON document." };
        var command = new Command(
            "judge",
            "Judges exported metrics. Exits with 0 healthy, 1 regressed, 2 inconclusive, 3 invalid; 4: the file cannot be read; 5: the receipt says something else than the judge."
        )
        {
            file,
            receipt,
            json,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(file) is null == result.GetResult(receipt) is null)
            {
                result.AddError("Name a FILE of metrics, or a --receipt FILE.");
            }
        });
        command.SetAction(parsed =>
            parsed.GetValue(receipt) is { } path ? Again(path, parsed.GetValue(json)) : Judge(parsed.GetValue(file)!, parsed.GetValue(json))
        );
        return command;
    }

    private static int Judge(string path, bool json)
    {
        if (Read(path, MetricsReader.Read(Bytes(path))) is not { } metrics)
        {
            return Unreadable;
        }

        var answer = FileJudge.Of(metrics);
        Tell(answer, json);
        return (int)answer.Verdict;
    }

    private static int Again(string path, bool json)
    {
        if (Read(path, ReceiptJson.Read(Bytes(path))) is not { } receipt)
        {
            return Unreadable;
        }

        var answer = receipt.Again();
        Tell(answer, json);
        if (!receipt.IsSaidAgain(answer))
        {
            Terminal.Tell(
                $"{path}: this is not the answer that stands in the receipt: either was changed since, or another version of the judge gave it."
            );
            return OtherAnswer;
        }

        return (int)answer.Verdict;
    }

    private static T? Read<T>(string path, FileReading<T> reading)
        where T : class
    {
        if (reading is FileReading<T>.Refused fault)
        {
            Terminal.Tell($"{path}:{fault.Line}:{fault.Column}: {fault.Why}");
        }

        return (reading as FileReading<T>.Read)?.File;
    }

    private static void Tell(Answer answer, bool json)
    {
        if (json)
        {
            using var output = new Output();
            output.Write([.. AnswerJson.Of(answer), (byte)'\n']);
        }
        else
        {
            Judged.Show(answer);
        }
    }

    private static byte[] Bytes(string path) => NamedFile.Bytes(path, "a file of metrics or a receipt (docs/judge.md)", Most);
}
