using System.Text;
using System.Text.Json;
using Sluice.Flow.Release;
using Sluice.Flow.Release.Files;
using Sluice.Flow.Release.Judging;
using Sluice.Flow.Release.Samples;

namespace Sluice.Flow.Tests.Release.Files;

public sealed class FileJudgeTests
{
    private static readonly FileMetric Good = Counts("good", 10, 10);
    private static readonly FileMetric Bad = Counts("bad", 40, 10);
    private static readonly FileMetric Few = new FileMetric.Counts(new Measured("few", [new Tick("", 0, 1, 1, 0.5)]));
    private static readonly FileMetric None = new FileMetric.Counts(new Measured("none", []));
    private static readonly FileMetric Higher = Samples("higher", 3);
    private static readonly FileMetric Alike = Samples("alike", 0);
    private static readonly FileMetric Gap = new FileMetric.Samples(new SampledMetric("gap", [], [1, 2]));

    [Fact]
    public void Counts_alone_are_judged_by_their_evidence() =>
        Assert.Equal(
            [Verdict.Healthy, Verdict.Regressed, Verdict.Inconclusive, Verdict.Invalid],
            new[] { Good, Bad, Few, None }.Select(metric => Judged(metric).Verdict)
        );

    [Fact]
    public void Samples_alone_are_judged_as_Kayenta_does() =>
        Assert.Equal(
            [Verdict.Healthy, Verdict.Regressed, Verdict.Invalid],
            new[] { Alike, Higher, Gap }.Select(metric => Judged(metric).Verdict)
        );

    [Fact]
    public void A_score_between_the_marks_is_inconclusive_and_between_ours()
    {
        var answer = Judged(Samples("a", 0), Samples("b", 0), Samples("c", 0), Samples("d", 0), Samples("e", 3));

        Assert.Equal(Verdict.Inconclusive, answer.Verdict);
        Assert.InRange(answer.Score, 0.2, 0.8);
    }

    [Fact]
    public void Scores_lie_on_the_side_of_their_verdict()
    {
        Assert.InRange(Judged(Alike).Score, 0, 0.2);
        Assert.InRange(Judged(Higher).Score, 0.8, 1);
        Assert.InRange(Judged(Good).Score, 0, 0.2);
        Assert.InRange(Judged(Bad).Score, 0.8, 1);
    }

    [Fact]
    public void Beside_counts_samples_advise_and_a_critical_one_holds_a_healthy_verdict_back()
    {
        Assert.Equal(Verdict.Healthy, Judged(Good, Higher).Verdict);
        Assert.Equal(Verdict.Inconclusive, Judged(Good, Critical(Higher)).Verdict);
        Assert.Equal(Verdict.Invalid, Judged(Good, Critical(Gap)).Verdict);
        Assert.Equal(Verdict.Healthy, Judged(Good, Critical(Alike)).Verdict);
        Assert.Equal(Verdict.Regressed, Judged(Bad, Critical(Alike)).Verdict);
        Assert.Equal(Verdict.Inconclusive, Judged(Few, Critical(Higher)).Verdict);
    }

    [Fact]
    public void The_answer_has_the_contracts_shape_and_keeps_the_files_order()
    {
        var json = JsonDocument.Parse(AnswerJson.Of(Judged(Higher, Bad))).RootElement;

        Assert.Equal(
            ["verdict", "score", "log_e_harm", "log_e_safe", "crossed_at", "crossed", "metrics"],
            json.EnumerateObject().Select(field => field.Name)
        );
        Assert.All(
            json.GetProperty("metrics").EnumerateArray(),
            metric =>
                Assert.Equal(
                    ["name", "verdict", "log_e_harm", "log_e_safe", "crossed_at", "crossed", "classification", "reason"],
                    metric.EnumerateObject().Select(field => field.Name)
                )
        );
        Assert.Equal(
            ["higher", "bad"],
            json.GetProperty("metrics").EnumerateArray().Select(metric => metric.GetProperty("name").GetString())
        );
        Assert.Equal(
            ["High", null],
            json.GetProperty("metrics").EnumerateArray().Select(metric => metric.GetProperty("classification").GetString())
        );
        Assert.Equal(("regressed", "harm"), (json.GetProperty("verdict").GetString(), json.GetProperty("crossed").GetString()));
    }

    [Fact]
    public void The_answer_gives_the_vectors_evidence_to_the_last_bits_that_matter()
    {
        var asked = JsonDocument.Parse(Sample.Text("Release/eprocess_vectors.json")).RootElement.GetProperty("vectors").EnumerateArray();
        foreach (var vector in asked)
        {
            var ticks = string.Join(
                ',',
                vector
                    .GetProperty("ticks")
                    .EnumerateArray()
                    .Select(tick =>
                        $$"""{"canary":{{tick.GetProperty("canaryEvents")}},"baseline":{{tick.GetProperty("baselineEvents")}},"share":{{tick.GetProperty("canaryShare")}}}"""
                    )
            );
            var file = MetricsReader.Read(
                Encoding.UTF8.GetBytes($$"""{"tolerate":1.0,"metrics":[{"name":"m","deflate":false,"ticks":[{{ticks}}]}]}""")
            );

            var answer = JsonDocument
                .Parse(AnswerJson.Of(FileJudge.Of(Assert.IsType<FileReading<MetricsFile>.Read>(file).File)))
                .RootElement.GetProperty("metrics")[0];

            Close(
                vector.GetProperty("harm").GetProperty("logE").EnumerateArray().Last().GetDouble(),
                answer.GetProperty("log_e_harm").GetDouble()
            );
            Close(
                vector.GetProperty("safe").GetProperty("logE").EnumerateArray().Last().GetDouble(),
                answer.GetProperty("log_e_safe").GetDouble()
            );
        }
    }

    private static void Close(double expected, double found) =>
        Assert.InRange(Math.Abs(expected - found), 0, 1e-12 * Math.Max(1, Math.Abs(expected)));

    private static Answer Judged(params FileMetric[] metrics) =>
        FileJudge.Of(new MetricsFile(new Bounds(), metrics.ToRow(), new Marks(), []));

    private static FileMetric.Counts Counts(string name, double canary, double baseline) =>
        new(new Measured(name, Enumerable.Range(0, 40).Select(index => new Tick("", index, canary, baseline, 0.5)).ToRow()));

    private static FileMetric.Samples Samples(string name, double shift)
    {
        var some = Enumerable.Range(0, 20).Select(index => 10 + (index * 7 % 20 / 10.0)).ToRow();
        return new(new SampledMetric(name, some.Select(sample => sample + shift + 0.001).ToRow(), some));
    }

    private static FileMetric.Samples Critical(FileMetric metric) =>
        new(metric.Match<SampledMetric>(_ => null!, samples => samples with { Critical = true }));
}
