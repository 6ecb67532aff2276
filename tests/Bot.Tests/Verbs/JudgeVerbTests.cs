using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Sluice.Bot.Tests.Verbs;

public sealed class JudgeVerbTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sluice-judge-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(10, 40, 0, "healthy")]
    [InlineData(40, 40, 1, "regressed")]
    [InlineData(10, 2, 2, "inconclusive")]
    [InlineData(10, 0, 3, "invalid")]
    public async Task It_exits_with_the_verdict_and_says_it(int canary, int ticks, int code, string verdict)
    {
        var file = Counts(canary, ticks);

        var (exit, json, said) = await Sluice("judge", file, "--json");
        var (again, table, _) = await Sluice("judge", file);

        Assert.Equal((code, code, ""), (exit, again, said));
        Assert.Equal(verdict, JsonDocument.Parse(json).RootElement.GetProperty("verdict").GetString());
        Assert.Single(json.TrimEnd('\n').Split('\n'));
        Assert.Contains(verdict, table, StringComparison.Ordinal);
        Assert.Contains("errors", table, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', table);
    }

    [Fact]
    public async Task Samples_are_told_by_the_marks_of_their_file_and_not_as_a_canary()
    {
        var file = Write("""{"metrics":[{"name":"cpu","kind":"samples","experiment":[1.2,1.4,1.3],"control":[1.1,1.3,1.2]}]}""");

        var (exit, output, _) = await Sluice("judge", file);

        Assert.Equal(0, exit);
        Assert.EndsWith("\nhealthy, score 0.00 (0.2 and below passes, 0.8 and above fails)\n", output, StringComparison.Ordinal);
        Assert.DoesNotContain("harm", output, StringComparison.Ordinal);
        Assert.DoesNotContain("promotes", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_none_is_told_with_its_place_and_exits_with_no_verdict()
    {
        var file = Write("{\"metrics\":[\n  {\"name\":\"errors\",\"ticks\":[{\"canary\":-1,\"baseline\":1,\"share\":0.5}]}]}");

        var (exit, output, said) = await Sluice("judge", file, "--json");

        Assert.Equal((4, "", $"{file}:2:39: canary is a count: a number of at least 0, at most 1e15, not -1\n"), (exit, output, said));
        Assert.Equal(4, (await Sluice("judge", Path.Combine(_folder, "nothing.json"))).Exit);
    }

    [Fact]
    public async Task A_receipt_exits_with_its_verdict_and_one_that_says_something_else_with_5()
    {
        var input = await File.ReadAllTextAsync(Counts(40, 40), TestContext.Current.CancellationToken);
        var (_, answer, _) = await Sluice("judge", Counts(40, 40), "--json");

        Assert.Equal(1, (await Sluice("judge", "--receipt", Receipt(input, answer))).Exit);
        Assert.Equal(
            5,
            (await Sluice("judge", "--receipt", Receipt(input, answer.Replace("regressed", "healthy", StringComparison.Ordinal)))).Exit
        );
    }

    private string Receipt(string input, string answer)
    {
        var (sha, previous) = (new string('a', 40), new string('b', 40));
        return Write(
            $$"""
            {"receipt":1,"repository":"acme/shop","environment":"canary","canary":"c1","sha":"{{sha}}","previous":"{{previous}}","pulls":[1],
             "at":"2026-03-02T09:00:00+00:00","input":{{input}},"answer":{{answer}}}
            """
        );
    }

    private string Counts(int canary, int ticks) =>
        Write(
            $$"""{"metrics":[{"name":"errors","ticks":[{{string.Join(',', Enumerable.Repeat($$"""{"canary":{{canary}},"baseline":10,"share":0.5}""", ticks))}}]}]}"""
        );

    private string Write(string text)
    {
        var path = Path.Combine(_folder, $"{text.Length.ToString(CultureInfo.InvariantCulture)}.json");
        File.WriteAllText(path, text);
        return path;
    }

    private static async Task<(int Exit, string Output, string Said)> Sluice(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "sluice.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var sluice = Process.Start(start)!;
        var said = sluice.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await sluice.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await sluice.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (sluice.ExitCode, output, await said);
    }
}
