using System.Diagnostics;
using System.IO.Compression;

namespace Sluice.Bot.Tests.Verbs;

/// <summary>A file that is not what a verb takes: one line that names it, says what is wrong, and what is taken.</summary>
public sealed class WrongFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("wrong-file-").FullName;

    [Theory]
    [InlineData("{}", "\"version\" is missing")]
    [InlineData("[]", "it is no JSON object")]
    [InlineData("name,bad", "it is no JSON")]
    [InlineData("""{"version":"1"}""", "a value in it is of another kind")]
    [InlineData("""{"version":7}""", "version 7, but this program reads version 1: train it anew")]
    public async Task A_model_that_is_none(string text, string wrong)
    {
        var (table, model) = (Write("t.csv", "a,b\n"), Write("m.json", text));

        await Says(
            2,
            $"{model}: no model as \"risk train\" writes it: {wrong}; name a file that \"sluice risk train\" wrote, or leave out --model for the one that ships",
            "risk",
            "score",
            table,
            "--model",
            model
        );
    }

    [Fact]
    public async Task A_folder_where_a_file_is_wanted()
    {
        var table = Write("t.csv", "a,b\n");

        await Says(4, $"{_folder}: this is a folder; name a file of metrics or a receipt (docs/judge.md)", "judge", _folder);
        await Says(4, $"{_folder}: this is a folder; name a file of metrics or a receipt (docs/judge.md)", "judge", "--receipt", _folder);
        await Says(2, $"{_folder}: this is a folder; name a table of changes (docs/risk.md)", "risk", "score", _folder);
        await Says(
            2,
            $"{_folder}: this is a folder; name a file that \"sluice risk train\" wrote",
            "risk",
            "score",
            table,
            "--model",
            _folder
        );
    }

    [Fact]
    public async Task A_file_that_is_not_there()
    {
        var missing = Path.Combine(_folder, "missing.csv.gz");

        await Says(2, $"{missing}: there is no such file; name a table of changes (docs/risk.md)", "risk", "evaluate", missing);
        await Says(2, $"{missing}: there is no such file; name a trace (docs/how-it-decides.md)", "simulate", missing);
        await Says(4, $"{missing}: there is no such file; name a file of metrics or a receipt (docs/judge.md)", "judge", missing);
    }

    [Fact]
    public async Task An_option_that_is_none_is_no_missing_file_unless_it_is_said_to_be_one()
    {
        await Says(4, "judge --frob: there is no such option. \"sluice help judge\" says what it takes.", "judge", "--frob");
        await Says(
            4,
            "judge --receipts: there is no such option. Did you mean --receipt? \"sluice help judge\" says what it takes.",
            "judge",
            "--receipts",
            "r.json"
        );
        await Says(4, "--frob: there is no such file; name a file of metrics or a receipt (docs/judge.md)", "judge", "--", "--frob");
    }

    [Fact]
    public async Task What_would_command_the_terminal_is_shown_as_it_is_written()
    {
        var trace = Write("a\u001b[31mb.csv", "number,\u001b[2J\n1,2\n");
        var shown = trace.Replace("\u001b", "\\u001b", StringComparison.Ordinal);

        var (exit, output, said) = await SluiceProcess.Run("simulate", trace);
        Assert.Equal((1, ""), (exit, output));
        Assert.StartsWith($"{shown}:1: has an unknown column \"\\u001b[2J\"", said, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', said);
        await Says(
            2,
            "validate '\\u001b[2J': this is a word too many. \"sluice help validate\" says what it takes.",
            "validate",
            trace,
            "\u001b[2J"
        );
        Assert.StartsWith($"{shown}:1:3: this is no JSON", (await SluiceProcess.Run("judge", trace)).Said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("judge")]
    [InlineData("judge --receipt")]
    [InlineData("rotate key")]
    [InlineData("simulate t.csv --config")]
    [InlineData("simulate")]
    [InlineData("risk score")]
    public async Task A_device_without_an_end_is_not_read_for_ever(string verb)
    {
        var (exit, output, said) = await SluiceProcess.Run([.. verb.Split(' '), "/dev/zero"]);

        Assert.Equal((verb.StartsWith("judge", StringComparison.Ordinal) ? 4 : 2, ""), (exit, output));
        Assert.Matches("^/dev/zero: (it is larger than 256 MB|a line of it is longer than 64 MB), or has no end; name a [^\n]+\n$", said);
    }

    [Fact]
    public async Task A_table_that_is_not_packed_as_its_name_says()
    {
        var fake = Write("changes.csv.gz", "la,ld\n1,2\n");

        await Says(
            2,
            $"{fake}: this cannot be unpacked as gzip; take .gz off the name of a table that is not packed",
            "risk",
            "score",
            fake
        );
        await Says(
            2,
            $"{fake}: this cannot be unpacked as gzip; take .gz off the name of a table that is not packed",
            "risk",
            "evaluate",
            fake
        );
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.97)]
    [InlineData(1.0)]
    public async Task A_packed_table_that_is_cut_off_is_no_shorter_table(double kept)
    {
        var (trace, changes) = (
            Packed("trace.csv.gz", SimulateVerbTests.Rows, kept),
            Packed(
                "changes.csv.gz",
                "date,la,ld,nf,nd,ns,entropy,bug\n"
                    + string.Concat(Enumerable.Range(1, 400).Select(i => $"{1_700_000_000 + i},{i},1,1,1,1,0,{i % 2}\n")),
                kept
            )
        );

        await Says(
            2,
            $"{trace}: it is cut off or damaged, and cannot be unpacked to its end; copy or pack it again",
            "simulate",
            trace,
            "--policy",
            "sluice"
        );
        await Says(
            2,
            $"{changes}: it is cut off or damaged, and cannot be unpacked to its end; copy or pack it again",
            "risk",
            "evaluate",
            changes
        );
    }

    [Theory]
    [InlineData("risk", "train", "--out", "model.json")]
    [InlineData("risk", "evaluate", "--choosing")]
    public async Task A_pipe_that_would_have_to_be_read_twice(params string[] words)
    {
        var pipe = Path.Combine(_folder, "pipe");
        using var writer = Process.Start(
            new ProcessStartInfo("sh", ["-c", $"mkfifo {pipe} && echo made && echo a,b > {pipe}"]) { RedirectStandardOutput = true }
        )!;
        await writer.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);

        await Says(
            2,
            $"{pipe}: this is a pipe, and a table that is learnt from is read twice; write it into a file first",
            [.. words[..2], pipe, .. words[2..].Select(word => word == "model.json" ? Path.Combine(_folder, word) : word)]
        );
        await writer.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    /// <param name="kept">How much of it; of 1 only the last byte is missing.</param>
    private string Packed(string name, string text, double kept)
    {
        var packed = new MemoryStream();
        using (var to = new StreamWriter(new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true)))
        {
            to.Write(text);
        }

        var path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, packed.ToArray()[..(int)((packed.Length - 1) * kept)]);
        return path;
    }

    private static async Task Says(int exit, string line, params string[] words)
    {
        var (code, output, said) = await SluiceProcess.Run(words);

        Assert.Equal((exit, "", line + "\n"), (code, output, said));
    }
}
