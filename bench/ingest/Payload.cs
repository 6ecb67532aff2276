using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Sluice.Bench.Ingest;

/// <summary>
/// One of GitHub's own example bodies, in which a pull's number and the time of the news change from delivery to delivery.
/// </summary>
internal sealed class Payload
{
    private const string Where = ".cache/npm/node_modules/@octokit/webhooks-examples/api.github.com/index.json";
    private const string Time = "2019-05-15T15:21:59Z";
    private const int Variants = 200;

    private static readonly byte[] Key = Encoding.UTF8.GetBytes(Contestant.Secret);

    private readonly byte[][] _bodies;
    private readonly int[] _at;
    private Signed _signed = new(0, []);

    private Payload(string kind, IEnumerable<string> bodies)
    {
        Kind = kind;
        _bodies = [.. bodies.Select(Encoding.UTF8.GetBytes)];
        _at = [.. _bodies.Select(body => body.AsSpan().IndexOf(Encoding.UTF8.GetBytes(Time)))];
    }

    public string Kind { get; }

    public int Bytes => _bodies[0].Length;

    /// <summary>
    /// A pull request that was opened, 23.6 KB, and a check run that completed, 12 KB: what a busy installation hears most.
    /// </summary>
    public static IReadOnlyList<Payload> All()
    {
        var kinds = JsonNode.Parse(File.ReadAllBytes(Find()))!.AsArray();
        return
        [
            new(
                "pull_request",
                Drawn(
                    Example(kinds, "pull_request", "opened", 23_633),
                    (body, number) =>
                    {
                        var pull = body["pull_request"]!;
                        (pull["number"], pull["id"], pull["updated_at"]) = (number, 279_147_000L + number, Time);
                    }
                )
            ),
            new(
                "check_run",
                Drawn(
                    Example(kinds, "check_run", "completed", 12_151),
                    (body, number) =>
                    {
                        var run = body["check_run"]!;
                        (run["head_sha"], run["id"], run["completed_at"]) = ($"{number:x40}", 128_620_000L + number, Time);
                    }
                )
            ),
        ];
    }

    /// <summary>The n-th body, a second younger than the one before of the same pull: always news.</summary>
    public byte[] Write(long n, ref byte[] buffer)
    {
        var source = _bodies[n % Variants];
        if (buffer.Length != source.Length)
        {
            buffer = new byte[source.Length];
        }

        source.CopyTo(buffer, 0);
        Encoding.ASCII.GetBytes(
            DateTimeOffset.UnixEpoch.AddYears(50).AddSeconds(n / Variants).ToString("yyyy-MM-ddTHH:mm:ssZ", null),
            buffer.AsSpan(_at[n % Variants])
        );
        return buffer;
    }

    /// <summary>
    /// Signs so many from the n-th on before a clock runs: what GitHub does on its own machines is not to be measured on this one.
    /// </summary>
    public void Sign(long from, int count)
    {
        var signatures = new string[count];
        Parallel.For(
            0,
            count,
            () => Array.Empty<byte>(),
            (i, _, buffer) =>
            {
                signatures[i] = Signature(Write(from + i, ref buffer));
                return buffer;
            },
            _ => { }
        );
        _signed = new(from, signatures);
    }

    /// <param name="body">The n-th.</param>
    public string SignatureOf(long n, byte[] body) =>
        n >= _signed.From && n - _signed.From < _signed.Signatures.Length ? _signed.Signatures[n - _signed.From] : Signature(body);

    private static string Signature(byte[] body) => "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Key, body));

    private static IEnumerable<string> Drawn(JsonNode example, Action<JsonNode, long> draw) =>
        Enumerable
            .Range(1, Variants)
            .Select(number =>
            {
                draw(example, number);
                return example.ToJsonString();
            });

    /// <summary>The example of a kind and action whose length is nearest to a given one.</summary>
    private static JsonNode Example(JsonArray kinds, string kind, string action, int length) =>
        kinds.First(known => (string?)known!["name"] == kind)!["examples"]!
            .AsArray()
            .Where(example => (string?)example!["action"] == action)
            .MinBy(example => Math.Abs(example!.ToJsonString().Length - length))!;

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, Where)))
            {
                return Path.Combine(folder.FullName, Where);
            }
        }

        throw new FileNotFoundException($"{Where} is nowhere above {AppContext.BaseDirectory}: run eng/testdata.sh");
    }

    private sealed record Signed(long From, string[] Signatures);
}
