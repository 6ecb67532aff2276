using System.Globalization;
using System.IO.Compression;
using System.Text.Json;

namespace Sluice.Bot.Tests.Verbs;

/// <summary>Every option of <c>simulate</c> makes a difference, and the one that it says.</summary>
public sealed class SimulateVerbTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sluice-simulate-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task All_policies_are_answered_as_one_document_with_the_fields_of_the_contract()
    {
        var trace = Trace();

        var (exit, output, _) = await SluiceProcess.Run("simulate", trace, "--slots", "2", "--json");

        var answer = JsonDocument.Parse(output).RootElement;
        Assert.Equal(
            (0, trace, 2),
            (exit, answer.GetProperty("trace").GetString(), answer.GetProperty("options").GetProperty("slots").GetInt32())
        );
        var policies = answer.GetProperty("policies").EnumerateArray().ToList();
        Assert.Equal(
            [
                "sluice",
                "serial",
                "bors",
                "bors8",
                "github",
                "zuul",
                "tide",
                "tide8",
                "mergify",
                "speculation",
                "batchall",
                "oracle",
                "bound",
            ],
            policies.Select(policy => policy.GetProperty("policy").GetString()!)
        );
        Assert.Equal(
            [
                "policy",
                "landed",
                "ejected",
                "false_ejections",
                "waiting",
                "p50_s",
                "p95_s",
                "mean_s",
                "builds",
                "build_seconds",
                "build_seconds_per_landed",
                "landed_per_hour",
                "max_overtaken",
            ],
            policies[0].EnumerateObject().Select(field => field.Name)
        );
        Assert.All(
            policies,
            policy => Assert.Equal(40, policy.GetProperty("landed").GetInt32() + policy.GetProperty("ejected").GetInt32())
        );
    }

    [Fact]
    public async Task More_slots_shorter_builds_and_no_flakes_make_the_wait_shorter_and_another_seed_another_one()
    {
        var trace = Trace();
        var usual = await P95(trace);

        Assert.True(await P95(trace, "--slots", "16") < usual);
        Assert.True(await P95(trace, "--mean-build", "10m") < usual / 2);
        Assert.True(await P95(trace, "--flake", "0.4") > usual);
        Assert.NotEqual(usual, await P95(trace, "--cv", "0"));
        Assert.NotEqual(usual, await P95(trace, "--seed", "2"));
        Assert.Equal(usual, await P95(trace, "--slots", "2", "--mean-build", "30m", "--cv", "0.3", "--flake", "0.01", "--seed", "1"));
    }

    [Fact]
    public async Task A_config_is_ours_and_what_the_command_line_says_goes_before_it()
    {
        var config = Write("sluice.yml", "version: 1\nqueue: { slots: 1, batch: { max: 1 } }\n");

        var one = await Figures(Trace(), "--config", config);
        var four = await Figures(Trace(), "--config", config, "--slots", "4");

        Assert.Equal(1, one.GetProperty("options").GetProperty("slots").GetInt32());
        Assert.True(Ours(one).GetProperty("builds").GetInt32() >= 40, "a batch of one is a build for each");
        Assert.True(Ours(four).GetProperty("p95_s").GetDouble() < Ours(one).GetProperty("p95_s").GetDouble());
    }

    [Fact]
    public async Task A_packed_trace_is_the_same_trace()
    {
        var packed = Path.Combine(_folder, "trace.csv.gz");
        await using (var file = new StreamWriter(new GZipStream(File.Create(packed), CompressionLevel.Fastest)))
        {
            await file.WriteAsync(await File.ReadAllTextAsync(Trace(), TestContext.Current.CancellationToken));
        }

        Assert.Equal(await P95(Trace()), await P95(packed));
    }

    [Fact]
    public async Task A_faulty_trace_is_told_line_by_line()
    {
        var faulty = Write(
            "faulty.csv",
            "number,arrival_s,author,origin,risk,paths,bad,conflicts\n1,5,ann,human,1.5,,0,\n2,4,\"bo,human,0.1,,0,\n"
        );
        var torn = Write("torn.csv.gz", "no gzip");

        var (exit, output, said) = await SluiceProcess.Run("simulate", faulty);

        Assert.Equal((1, ""), (exit, output));
        Assert.Equal(
            [
                $"{faulty}:2: risk cannot be \"1.5\": write a probability above 0 and below 1: nothing is ever certain",
                $"{faulty}:3: a quote is opened here and never closed",
            ],
            said.Split('\n', StringSplitOptions.RemoveEmptyEntries)
        );
        Assert.StartsWith(
            $"{torn}: this cannot be unpacked as gzip",
            (await SluiceProcess.Run("simulate", torn)).Said,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Only_the_policies_that_are_asked_for_run_and_a_table_names_them()
    {
        var (exit, output, said) = await SluiceProcess.Run("simulate", Trace(), "--policy", "zuul,bound", "--policy", "sluice");

        Assert.Equal(0, exit);
        Assert.Equal(
            ["zuul", "bound", "sluice"],
            said.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line[..line.IndexOf(':', StringComparison.Ordinal)])
        );
        Assert.Contains("P50", output, StringComparison.Ordinal);
        Assert.DoesNotContain("tide", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_of_policies_that_names_none_runs_none()
    {
        var (exit, output, said) = await SluiceProcess.Run("simulate", Trace(), "--policy", ",");

        Assert.Equal((2, ""), (exit, output));
        Assert.StartsWith("--policy ,: that names none. They are ", said, StringComparison.Ordinal);
    }

    private async Task<double> P95(string trace, params string[] options) =>
        Ours(await Figures(trace, options)).GetProperty("p95_s").GetDouble();

    private static JsonElement Ours(JsonElement answer) => answer.GetProperty("policies")[0];

    private static async Task<JsonElement> Figures(string trace, params string[] options)
    {
        string[] slots = options.Contains("--slots") || options.Contains("--config") ? [] : ["--slots", "2"];
        var (exit, output, said) = await SluiceProcess.Run(["simulate", trace, "--policy", "sluice", "--json", .. slots, .. options]);
        Assert.True(exit == 0, said);
        return JsonDocument.Parse(output).RootElement;
    }

    /// <summary>Forty pulls, five minutes apart.</summary>
    internal static string Rows { get; } =
        "number,arrival_s,author,origin,risk,paths,bad,conflicts\n"
        + string.Concat(
            Enumerable
                .Range(1, 40)
                .Select(i => string.Create(CultureInfo.InvariantCulture, $"{i},{i * 300},ann,human,0.1,src,{(i % 11 == 0 ? 1 : 0)},\n"))
        );

    private string Trace() => Write("trace.csv", Rows);

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
