using System.Collections.Concurrent;
using System.Diagnostics;

namespace Sluice.Flow.Tests.Tidy;

/// <summary>The repository that these tests stand in.</summary>
internal static class House
{
    public static string Root { get; } = Find();

    /// <summary>Every file that is committed or about to be, as paths from the root.</summary>
    public static IReadOnlyList<string> Files { get; } = List("--cached", "--others", "--exclude-standard");

    /// <summary>Files that lie there and that git is told not to see.</summary>
    public static IReadOnlyList<string> Ignored => List("--others", "--ignored", "--exclude-standard");

    public static IEnumerable<string> Code => Files.Where(path => path.EndsWith(".cs", StringComparison.Ordinal));

    // Many rules read the same files.
    private static readonly ConcurrentDictionary<string, string> Texts = new(StringComparer.Ordinal);

    public static string Read(string path) => Texts.GetOrAdd(path, _ => File.ReadAllText(At(path)));

    public static string[] Lines(string path) => Read(path).TrimEnd('\n').Split('\n');

    public static string At(string path) => Path.Combine(Root, path);

    public static bool Has(string path) => File.Exists(At(path)) || Directory.Exists(At(path));

    /// <summary>Fails with every fault in full, one a line; xunit's own message would cut them off.</summary>
    public static void HasNo(IEnumerable<string> faults)
    {
        var all = faults.Distinct().ToArray();
        Assert.True(all.Length == 0, string.Join('\n', all));
    }

    private static string Find()
    {
        var at = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(at, "Bot.sln")))
        {
            at =
                Path.GetDirectoryName(at)
                ?? throw new InvalidOperationException("The tests stand in no checkout: there is no Bot.sln above them.");
        }

        return at;
    }

    private static List<string> List(params string[] which)
    {
        using var git = Process.Start(
            new ProcessStartInfo("git", ["ls-files", "-z", .. which]) { WorkingDirectory = Root, RedirectStandardOutput = true }
        )!;
        var names = git.StandardOutput.ReadToEnd().Split('\0', StringSplitOptions.RemoveEmptyEntries);
        git.WaitForExit();
        Assert.Equal(0, git.ExitCode);
        return [.. names.Where(name => File.Exists(At(name))).Order(StringComparer.Ordinal)];
    }
}
