using System.Text;
using Sluice.Flow.Release.Files;
using Sluice.Flow.Release.Judging;
using Sluice.Flow.Release.Samples;

namespace Sluice.Flow.Tests.Release.Files;

public sealed class MetricsReaderTests
{
    private const string Tick = """{"canary":3,"baseline":41.5,"share":0.05}""";

    [Fact]
    public void What_is_left_out_is_as_the_contract_says()
    {
        var file = Read($$"""{"metrics":[{"name":"errors","ticks":[{{Tick}}]}]}""");

        Assert.Equal(new Bounds(0.01, 0.05, 1.1, 1.5), file.Bounds);
        var metric = Assert.IsType<FileMetric.Counts>(Assert.Single(file.Metrics)).Metric;
        Assert.Equal(new Measured("errors", [new Flow.Release.Tick("", 0, 3, 41.5, 0.05)], false, 1, true), metric);
    }

    [Fact]
    public void Everything_can_be_said()
    {
        var file = Read(
            """
            {"alpha":0.02,"beta":0.1,"tolerate":1.0,"margin":2,"pass":90,"marginal":50,"groups":[{"name":"g","weight":60}],"metrics":[
              {"name":"errors","critical":true,"weight":3,"deflate":false,"trouble":"gone","ticks":[{"canary":1,"baseline":2,"share":0.5,"exposure":100,"stage":"a"}]},
              {"experiment":[1,null,"NaN",2],"control":[3],"name":"cpu","kind":"samples","direction":"increase","nan":"replace","critical":true,"groups":["g"],
               "tolerance":0.1,"confidence":0.95,"effect":"cles","allowed":{"increase":0.8},"critical_effect":{"decrease":0.2},"required":true,"outliers":"iqr",
               "statistic":"mean","roots":"kayenta","muted":true,"weight":2}]}
            """
        );

        Assert.Equal((new Bounds(0.02, 0.1, 1, 2), new Marks(90, 50)), (file.Bounds, file.Marks));
        Assert.Equal([new GroupWeight("g", 60)], file.Groups);
        Assert.Equal(
            new Measured("errors", [new Flow.Release.Tick("a", 0, 1, 2, 0.5) { Exposure = 100 }], true, 3, false, "gone"),
            file.Metrics[0].Match<Measured?>(counts => counts, _ => null)
        );
        Assert.Equal(
            new SampledMetric("cpu", [1, double.NaN, double.NaN, 2], [3])
            {
                Direction = Direction.Increase,
                Nan = NanStrategy.Replace,
                Critical = true,
                Groups = ["g"],
                Tolerance = 0.1,
                Confidence = 0.95,
                Measure = EffectMeasure.Cles,
                Allowed = new EffectLimits(null, 0.8),
                CriticalEffect = new EffectLimits(0.2, null),
                Required = true,
                Outliers = Outliers.Iqr,
                Statistic = Statistic.Mean,
                Roots = Roots.Kayenta,
                Muted = true,
                Weight = 2,
            },
            file.Metrics[1].Match<SampledMetric?>(_ => null, samples => samples)
        );
    }

    [Theory]
    [InlineData("", 1, 1, "the file is empty")]
    [InlineData("  \n", 1, 1, "the file is empty")]
    [InlineData("[]", 1, 1, "the file is an object {…}, not a list")]
    [InlineData("{}", 1, 1, "there is no \"metrics\"")]
    [InlineData("{\"metrics\":\n  []}", 2, 3, "metrics is empty")]
    [InlineData("{\"metrics\":[{\"name\":\"a\",\"ticks\":[]}]} {}", 1, 39, "this is no JSON")]
    [InlineData("{\"metrics\":[{\"name\":\"a\",\"ticks\":[]}]", 1, 37, "this is no JSON")]
    [InlineData("{\"metrics\":[\n {\"name\":\"a\",\"tiks\":[]}]}", 2, 14, "there is no key \"tiks\" here; did you mean \"ticks\"?")]
    [InlineData("{\"alpha\":0.7,\"metrics\":[]}", 1, 10, "alpha is a probability")]
    [InlineData("{\"alpha\":0.01,\"alpha\":0.02}", 1, 15, "\"alpha\" stands here twice")]
    [InlineData("{\"metrics\":[{\"ticks\":[]}]}", 1, 13, "a metric has a \"name\"")]
    [InlineData("{\"metrics\":[{\"name\":\"ä\"}]}", 1, 13, "\"ä\" has no \"ticks\"")]
    [InlineData("{\"metrics\":[{\"name\":\"ä\",\"critical\":1}]}", 1, 36, "critical is true or false")]
    [InlineData("{\"metrics\":[{\"name\":\"a\",\"ticks\":[]},{\"name\":\"a\",\"ticks\":[]}]}", 1, 37, "there are two metrics named \"a\"")]
    [InlineData(
        "{\"metrics\":[{\"name\":\"a\",\"kind\":\"sample\",\"ticks\":[]}]}",
        1,
        32,
        "kind is \"counts\", \"samples\", not \"sample\""
    )]
    [InlineData(
        "{\"metrics\":[{\"name\":\"a\",\"ticks\":[],\"control\":[1]}]}",
        1,
        46,
        "\"control\" belongs to a metric of \"kind\":\"samples\""
    )]
    [InlineData(
        "{\"metrics\":[{\"name\":\"a\",\"kind\":\"samples\",\"experiment\":[1]}]}",
        1,
        13,
        "\"a\" has no \"experiment\" and \"control\""
    )]
    [InlineData("{\"metrics\":[{\"name\":\"\\ud800\",\"ticks\":[]}]}", 1, 21, "this is no text")]
    [InlineData("{\"\\udc00\":1}", 1, 2, "this is no text")]
    [InlineData("{\"tolerate\":1.5,\"metrics\":[{\"name\":\"a\",\"ticks\":[]}]}", 1, 1, "margin 1.5 is not above tolerate 1.5")]
    [InlineData(
        "{\"groups\":[{\"name\":\"a\",\"weight\":60},{\"name\":\"b\",\"weight\":60}],\"metrics\":[{\"name\":\"a\",\"ticks\":[]}]}",
        1,
        11,
        "the weights of groups add up to 120, which is more than 100"
    )]
    public void A_fault_is_told_with_its_place(string json, int line, int column, string why)
    {
        var refused = Assert.IsType<FileReading<MetricsFile>.Refused>(MetricsReader.Read(Encoding.UTF8.GetBytes(json)));

        Assert.Equal((line, column), (refused.Line, refused.Column));
        Assert.StartsWith(why, refused.Why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"canary":-1,"baseline":4,"share":0.5}""", 10, "canary is a count")]
    [InlineData(
        """{"canary":"NaN","baseline":4,"share":0.5}""",
        10,
        "canary is a count: a number of at least 0, at most 1e15, not \"NaN\""
    )]
    [InlineData("""{"canary":NaN,"baseline":4,"share":0.5}""", 10, "this is no JSON")]
    [InlineData("""{"canary":null,"baseline":4,"share":0.5}""", 10, "canary is a count")]
    [InlineData("""{"canary":1e400,"baseline":4,"share":0.5}""", 10, "canary is a count")]
    [InlineData("""{"canary":1,"baseline":4,"share":0}""", 32, "share, the canary's part of the requests,")]
    [InlineData("""{"canary":1,"baseline":4,"share":1}""", 32, "share, the canary's part of the requests,")]
    [InlineData("""{"canary":1,"baseline":4}""", 0, "a tick has \"canary\", \"baseline\" and \"share\"")]
    [InlineData("""{"canary":1,"baseline":4,"share":0.5,"weight":1}""", 37, "there is no key \"weight\" here")]
    public void A_tick_that_is_none_is_told_with_its_place(string tick, int offset, string why)
    {
        var refused = Assert.IsType<FileReading<MetricsFile>.Refused>(
            MetricsReader.Read(
                Encoding.UTF8.GetBytes(
                    $$"""
                    {"metrics":[{"name":"a","ticks":[{{Tick}},
                    {{tick}}]}]}
                    """
                )
            )
        );

        Assert.StartsWith(why, refused.Why, StringComparison.Ordinal);
        Assert.Equal(2, refused.Line);
        Assert.InRange(refused.Column, offset, offset + 2);
    }

    private static MetricsFile Read(string json) =>
        Assert.IsType<FileReading<MetricsFile>.Read>(MetricsReader.Read(Encoding.UTF8.GetBytes(json))).File;
}
