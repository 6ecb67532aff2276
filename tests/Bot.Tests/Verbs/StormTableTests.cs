using System.Diagnostics;
using System.Text.RegularExpressions;
using Sluice.Sim.Storms;

namespace Sluice.Bot.Tests.Verbs;

public sealed partial class StormTableTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    [Fact]
    public async Task The_table_in_a_file_is_written_anew_and_nothing_around_it()
    {
        await File.WriteAllTextAsync(
            _path,
            $"before\n{FaultTable.Begin}\nold\n{FaultTable.End}\nafter\n",
            TestContext.Current.CancellationToken
        );

        var (exit, output, _) = await SluiceProcess.Run("simulate", "--storm", "--seeds", "3..4", "--table", _path);

        Assert.Equal((0, "seeds 3 to 4: every invariant held\n"), (exit, output));
        var text = await File.ReadAllTextAsync(_path, TestContext.Current.CancellationToken);
        Assert.StartsWith(
            $"before\n{FaultTable.Begin}\n`./sluice simulate --storm --seeds 3..4 --table {_path}`: 2 storms, ",
            text,
            StringComparison.Ordinal
        );
        Assert.EndsWith($" |\n{FaultTable.End}\nafter\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\nold\n", text, StringComparison.Ordinal);
        var counted = new[] { Storm.Run(3), Storm.Run(4) };
        var rows = Rows()
            .Matches(text)
            .ToDictionary(
                row => row.Groups[1].Value,
                row => (Often: row.Groups[2].Value, Lost: row.Groups[3].Value),
                StringComparer.Ordinal
            );
        Assert.Equal(
            Enum.GetValues<Fault>()
                .Select(fault =>
                    (
                        FaultTable.Name(fault),
                        counted.Sum(storm => storm.Of(fault)).ToString("#,0", System.Globalization.CultureInfo.InvariantCulture)
                    )
                ),
            Enum.GetValues<Fault>().Select(fault => (FaultTable.Name(fault), rows[FaultTable.Name(fault)].Often))
        );
        Assert.All(rows.Values, row => Assert.Equal(row.Often == "0" ? "not tried" : "nothing", row.Lost));
        Assert.Contains(rows.Values, row => row.Often == "0");
    }

    [Fact]
    public async Task A_file_that_marks_no_place_is_left_as_it_is()
    {
        await File.WriteAllTextAsync(_path, "no place\n", TestContext.Current.CancellationToken);

        var (exit, output, said) = await SluiceProcess.Run("simulate", "--storm", "--seeds", "3", "--table", _path);

        Assert.Equal(
            (2, "", $"{_path}: no place for the table is marked in it; write {FaultTable.Begin} and, below it, {FaultTable.End}\n"),
            (exit, output, said)
        );
        Assert.Equal("no place\n", await File.ReadAllTextAsync(_path, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_pipe_is_no_file_that_keeps_a_table()
    {
        File.Delete(_path);
        using (var make = Process.Start("mkfifo", [_path]))
        {
            await make.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        var (exit, output, said) = await SluiceProcess.Run("simulate", "--storm", "--seeds", "3", "--table", _path);

        Assert.Equal(
            (
                2,
                "",
                $"{_path}: this is a pipe or a device, which keeps nothing; name a file with the marks {FaultTable.Begin} and {FaultTable.End}\n"
            ),
            (exit, output, said)
        );
    }

    [Fact]
    public async Task A_table_that_is_not_there_is_told_before_the_storms()
    {
        File.Delete(_path);

        var (exit, output, said) = await SluiceProcess.Run("simulate", "--storm", "--seeds", "3", "--table", _path);

        Assert.Equal(
            (2, "", $"{_path}: there is no such file; name a file with the marks {FaultTable.Begin} and {FaultTable.End}\n"),
            (exit, output, said)
        );
    }

    public void Dispose() => File.Delete(_path);

    [GeneratedRegex(@"^\| ([^|]+) \| ([\d,]+) \| [\d,]+ \| (nothing|not tried) \|$", RegexOptions.Multiline)]
    private static partial Regex Rows();
}
