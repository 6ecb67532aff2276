using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Sluice.Bot.Tests.Verbs;

/// <summary><c>sluice risk train | evaluate | score</c> as a person calls it, on a small table.</summary>
public sealed class RiskVerbTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sluice-risk-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_table_with_only_the_six_is_scored_row_by_row()
    {
        var table = await Write("six.csv", "id,la,ld,nf,nd,ns,entropy\nsmall,1,1,1,1,1,0\nlarge,2000,300,30,12,6,4.5\n");

        var (exit, output, said) = await SluiceProcess.Run("risk", "score", table);

        Assert.Equal((0, ""), (exit, said));
        var rows = output.TrimEnd().Split('\n').Select(line => line.Split(',')).ToList();
        Assert.Equal(["id", "la", "ld", "nf", "nd", "ns", "entropy", "score", "band"], rows[0]);
        Assert.Equal([("small", "low"), ("large", "high")], rows.Skip(1).Select(row => (row[0], row[^1])));
        Assert.True(double.Parse(rows[2][7], CultureInfo.InvariantCulture) > 2 * double.Parse(rows[1][7], CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task A_model_is_trained_and_its_evaluation_tells_AUC_Brier_ECE_and_a_reliability_table()
    {
        var table = await Write("changes.csv", Table(2, 400));
        var model = Path.Combine(_folder, "model.json");

        Assert.Equal(0, (await SluiceProcess.Run("risk", "train", table, "--out", model)).Exit);
        Assert.StartsWith(
            "{\n  \"version\": 1,\n  \"made_by\": \"sluice risk train changes.csv --out model.json\"",
            await File.ReadAllTextAsync(model, TestContext.Current.CancellationToken),
            StringComparison.Ordinal
        );

        var text = (await SluiceProcess.Run("risk", "evaluate", table, "--model", model)).Output;
        Assert.Matches("Judged: 160 of 800 changes", text);
        Assert.Matches("own changes learnt, 6 features +[.0-9]+ +[.0-9]+ +[.0-9]+ +[.0-9]+ +[.0-9]+\n", text);
        Assert.Matches("Reliability: own changes learnt, 6 features\npredicted +changes +mean +was bad\n0.0 to 0.1 +[0-9]+ ", text);

        var json = JsonNode.Parse((await SluiceProcess.Run("risk", "evaluate", table, "--model", model, "--json")).Output)!;
        var trial = json["trials"]!.AsArray().Single(trial => (string?)trial!["how"] == "own changes learnt")!;
        Assert.InRange((double)trial["auc"]!, 0.75, 1);
        Assert.InRange((double)trial["brier"]!, 0.01, 0.2);
        Assert.InRange((double)trial["ece"]!, 0, 0.15);
        Assert.Equal(160, trial["reliability"]!.AsArray().Sum(step => (int)step!["changes"]!));
    }

    [Fact]
    public async Task The_model_that_ships_is_beside_published_figures_on_their_projects_alone()
    {
        var table = await Write("changes.csv", Table(1, 100));

        Assert.DoesNotContain("published", (await SluiceProcess.Run("risk", "evaluate", table)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_read_is_told_with_its_line()
    {
        var table = await Write("bad.csv", "la,ld,nf,nd,ns,entropy\n1,1,1,1,1,0\n1,x,1,1,1,0\n");

        var (exit, _, said) = await SluiceProcess.Run("risk", "score", table);

        Assert.Equal(1, exit);
        Assert.StartsWith($"{table}:3: ", said, StringComparison.Ordinal);
    }

    private async Task<string> Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        await File.WriteAllTextAsync(path, text, TestContext.Current.CancellationToken);
        return path;
    }

    /// <summary>Changes of which every third is large, and five in six of the large ones are bad; of the others, one in fifteen.</summary>
    private static string Table(int projects, int rows)
    {
        var text = new StringBuilder("project,date,la,ld,nf,nd,ns,entropy,bug\n");
        for (var at = 0; at < projects * rows; at++)
        {
            var large = at % 3 == 0;
            var bad = large ? at % 18 != 0 : at % 15 == 1;
            text.Append(
                CultureInfo.InvariantCulture,
                $"p{at % projects},{1_700_000_000 + (at * 3600)},{(large ? 300 + (at % 50) : 3 + (at % 7))},{at % 11},{(large ? 6 : 1)},{(large ? 3 : 1)},1,{(large ? 2 : 0)},{(bad ? 1 : 0)}\n"
            );
        }

        return text.ToString();
    }
}
