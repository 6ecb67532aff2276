using Sluice.Flow.Policies;

namespace Sluice.Flow.Release.Blaming;

/// <summary>Whether the place of a symptom is one that a pull's files are about.</summary>
internal static class Naming
{
    /// <summary>Words that half of all paths and routes hold.</summary>
    private static readonly string[] Everywhere =
    [
        "api",
        "app",
        "apps",
        "com",
        "controller",
        "core",
        "file",
        "files",
        "get",
        "handler",
        "http",
        "https",
        "index",
        "internal",
        "lib",
        "main",
        "mod",
        "page",
        "pkg",
        "post",
        "public",
        "put",
        "route",
        "server",
        "service",
        "src",
        "the",
        "util",
        "view",
        "web",
        "www",
    ];

    /// <summary>How it matches; null: it does not.</summary>
    /// <param name="paths">What the pull changes beside tests and documents.</param>
    public static Match? Match(Symptom symptom, CanaryMetric metric, Row<string> paths)
    {
        if (paths.FirstOrDefault(path => symptom.Labels.Any(label => NamesFile(label.Value, path))) is { } named)
        {
            return new Match($"names {named}", true);
        }

        var mapped = metric
            .Routes.Where(route => symptom.Labels.Any(label => Globs.IsMatch(route.Route, label.Value)))
            .SelectMany(route => route.Paths)
            .ToRow();
        if (mapped.Count > 0)
        {
            return paths.FirstOrDefault(path => Globs.AnyMatch(mapped, path)) is { } served ? new Match($"{served} serves", true) : null;
        }

        var words = symptom.Labels.SelectMany(label => Words(label.Value)).ToRow();
        return paths.FirstOrDefault(path => Words(path).Any(word => words.Contains(word))) is { } alike
            ? new Match($"{alike} is named after", false)
            : null;
    }

    /// <summary>The whole path, or its last two parts, at the borders of words: a frame often leaves out where the sources begin.</summary>
    private static bool NamesFile(string text, string path)
    {
        var parts = path.Split('/');
        var tail = string.Join('/', parts.TakeLast(2));
        var at = parts[^1].Contains('.', StringComparison.Ordinal) ? text.IndexOf(tail, StringComparison.Ordinal) : -1;
        return at >= 0
            && (at == 0 || !char.IsLetterOrDigit(text[at - 1]))
            && (at + tail.Length == text.Length || !char.IsLetterOrDigit(text[at + tail.Length]));
    }

    private static IEnumerable<string> Words(string text)
    {
        var start = 0;
        for (var i = 1; i <= text.Length; i++)
        {
            var ends = i == text.Length || !char.IsAsciiLetter(text[i]) || (char.IsUpper(text[i]) && !char.IsUpper(text[i - 1]));
            if (ends)
            {
                var word = new string([.. text[start..i].Where(char.IsAsciiLetter)]).ToLowerInvariant().TrimEnd('s');
                if (word.Length >= 3 && !Everywhere.Contains(word))
                {
                    yield return word;
                }

                start = i;
            }
        }
    }
}

/// <param name="Says">What the pull has to do with the place: "lib/a.c serves".</param>
internal sealed record Match(string Says, bool IsExact);
