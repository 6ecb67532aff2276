using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sluice.Flow.Policies;
using Sluice.Flow.Release;
using Sluice.Flow.Release.Files;

namespace Sluice.Flow.Tests.Release.Files;

public sealed class ReceiptTests
{
    [Theory]
    [InlineData(1.0, 40, null, "healthy", "promoting")]
    [InlineData(10.0, 40, null, "regressed", "regressed")]
    [InlineData(1.0, 0.2, null, "inconclusive", "promoting")]
    [InlineData(1.0, 40, "the source does not answer", "invalid", "asking")]
    public void Whatever_acts_on_a_verdict_leaves_its_receipt_which_is_judged_again_to_the_byte(
        double bad,
        double errors,
        string? trouble,
        string verdict,
        string then
    )
    {
        var fleet = new Fleet { ErrorsPerMinute = errors, Trouble = trouble };
        fleet.Badness[fleet.Land(1)[0].Commit] = bad;

        fleet.Run(TimeSpan.FromHours(2));

        var line = Assert.Single(fleet.Journal, line => line.Kind == Receipts.Kind);
        Assert.Equal(then, fleet.Journal[fleet.Journal.IndexOf(line) + 1].Kind);
        Assert.Empty(line.Pulls);
        var receipt = Read(Text(line));
        Assert.Equal(verdict, AnswerJson.Word(receipt.Again().Verdict));
        Assert.True(receipt.IsSaidAgain(receipt.Again()));
        Assert.Equal(("acme/shop", "canary", Fleet.Commit(1)), (receipt.Repository, receipt.Environment, receipt.Sha));
        Assert.Equal([1], receipt.Pulls);
        var told = fleet.Ledger.Canary ?? fleet.Ledger.Past[^1];
        Assert.Equal((told.Verdict!.Score, told.Verdict.LogEHarm), (receipt.Again().Score, receipt.Again().LogEHarm));
    }

    [Fact]
    public void A_receipt_of_bounds_as_strict_as_a_policy_may_have_them_is_read_again()
    {
        var fleet = new Fleet
        {
            Policy = new CanaryPolicy
            {
                Metrics = [Fleet.Errors],
                Alpha = 1e-12,
                Beta = 1e-12,
            },
        };
        fleet.Badness[fleet.Land(1)[0].Commit] = 10;

        fleet.Run(TimeSpan.FromHours(2));

        var receipt = Read(Text(Assert.Single(fleet.Journal, line => line.Kind == Receipts.Kind)));
        Assert.True(receipt.IsSaidAgain(receipt.Again()));
    }

    [Fact]
    public void A_receipt_that_was_read_is_written_as_it_was()
    {
        var text = Text();

        Assert.Equal(text, ReceiptJson.Write(Read(text)));
    }

    [Fact]
    public void Spaces_between_its_parts_change_nothing_and_a_changed_count_is_seen()
    {
        var text = Text();
        var pretty = JsonNode.Parse(text)!.ToJsonString(new JsonSerializerOptions { WriteIndented = true });
        var forged = JsonNode.Parse(text)!;
        var tick = forged["input"]!["metrics"]![0]!["ticks"]![0]!;
        tick["canary"] = tick["canary"]!.GetValue<double>() + 1;

        Assert.True(Read(pretty).IsSaidAgain(Read(pretty).Again()));
        Assert.False(Read(forged.ToJsonString()).IsSaidAgain(Read(forged.ToJsonString()).Again()));
    }

    [Theory]
    [InlineData("{\"metrics\":[]}", "there is no key \"metrics\" here")]
    [InlineData("{\"receipt\":2}", "receipt is 1")]
    [InlineData("{\"receipt\":1}", "this is no receipt")]
    [InlineData("{\"sha\":\"abc\"}", "sha is a commit")]
    [InlineData("{\"at\":\"yesterday\"}", "at is a time")]
    [InlineData("{\"answer\":{\"metrics\":[{\"name\":\"\\ud800\"}]}}", "this is no text")]
    public void What_is_none_is_refused(string json, string why) =>
        Assert.StartsWith(
            why,
            Assert.IsType<FileReading<Receipt>.Refused>(ReceiptJson.Read(Encoding.UTF8.GetBytes(json))).Why,
            StringComparison.Ordinal
        );

    private static string Text()
    {
        var fleet = new Fleet();
        fleet.Badness[fleet.Land(1)[0].Commit] = 3;
        fleet.Run(TimeSpan.FromHours(2));
        return Text(fleet.Journal.Single(line => line.Kind == Receipts.Kind));
    }

    private static string Text(JournalLine line) => JsonDocument.Parse(line.Data!).RootElement.GetProperty("receipt").GetString()!;

    private static Receipt Read(string json) =>
        Assert.IsType<FileReading<Receipt>.Read>(ReceiptJson.Read(Encoding.UTF8.GetBytes(json))).File;
}
