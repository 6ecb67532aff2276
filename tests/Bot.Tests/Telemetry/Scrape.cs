using System.Globalization;
using System.Text.RegularExpressions;

namespace Sluice.Bot.Tests.Telemetry;

/// <summary>Prometheus' text format, read as strictly as <c>promtool check metrics</c> does.</summary>
internal sealed partial class Scrape
{
    private readonly SortedDictionary<string, double> _samples = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, string> _types = new(StringComparer.Ordinal);

    public Scrape(string text)
    {
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        var (family, helped) = ("", "");
        foreach (var line in text.TrimEnd('\n').Split('\n'))
        {
            if (Help().Match(line) is { Success: true } help)
            {
                helped = help.Groups["name"].Value;
            }
            else if (Type().Match(line) is { Success: true } type)
            {
                family = type.Groups["name"].Value;
                Assert.Equal(helped, family);
                Assert.True(_types.TryAdd(family, type.Groups["type"].Value), $"{family} stands in two places");
            }
            else
            {
                Take(family, line);
            }
        }

        foreach (var (name, type) in _types)
        {
            Judge(name, type);
        }
    }

    public IEnumerable<string> Families => _types.Keys;

    /// <summary>The sum over all samples of a name whose labels hold all of these, such as <c>state="green"</c>.</summary>
    public double Sum(string name, params string[] labels) =>
        _samples
            .Where(each => each.Key.Split('{')[0] == name && labels.All(label => each.Key.Contains(label, StringComparison.Ordinal)))
            .Sum(each => each.Value);

    private void Take(string family, string line)
    {
        var sample = Sample().Match(line);
        Assert.True(sample.Success, $"no sample: {line}");
        var name = sample.Groups["name"].Value;
        Assert.True(
            name == family || (_types[family] == "histogram" && name.StartsWith(family, StringComparison.Ordinal)),
            $"{name} stands under {family}"
        );
        Assert.True(_samples.TryAdd(name + sample.Groups["labels"].Value, Number(sample.Groups["value"].Value)), $"twice: {line}");
    }

    private void Judge(string name, string type)
    {
        Assert.True(
            name.EndsWith("_total", StringComparison.Ordinal) == (type == "counter"),
            $"{name} is a {type}: only counters end in _total, and all do"
        );
        Assert.DoesNotMatch("(_ms|_milliseconds|_kb|_minutes|_hours)(_|$)", name);
        if (type == "counter")
        {
            Assert.All(_samples.Where(each => each.Key.Split('{')[0] == name), each => Assert.InRange(each.Value, 0, double.MaxValue));
        }

        if (type == "histogram")
        {
            Assert.Equal(Sum(name + "_count"), Sum(name + "_bucket", "le=\"+Inf\""));
        }
    }

    private static double Number(string text) =>
        text == "+Inf" ? double.PositiveInfinity : double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^# HELP (?<name>[a-zA-Z_][a-zA-Z0-9_]*) \S.*$")]
    private static partial Regex Help();

    [GeneratedRegex(@"^# TYPE (?<name>[a-zA-Z_][a-zA-Z0-9_]*) (?<type>counter|gauge|histogram)$")]
    private static partial Regex Type();

    [GeneratedRegex(
        """^(?<name>[a-zA-Z_][a-zA-Z0-9_]*)(?<labels>\{([a-zA-Z_][a-zA-Z0-9_]*="([^"\\\n]|\\[\\"n])*",?)*\})? (?<value>[+-]?(Inf|[0-9.]+([eE][+-]?[0-9]+)?))$"""
    )]
    private static partial Regex Sample();
}
