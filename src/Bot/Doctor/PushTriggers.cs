using System.Text;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Sluice.Bot.Doctor;

/// <summary>Whether a workflow of GitHub Actions runs for a push to a branch.</summary>
internal static class PushTriggers
{
    /// <summary>The document model recurses, and a workflow is written by whoever may push to a repository that the App reaches.</summary>
    private const int DeepestNesting = 100;

    /// <summary>Null: it is no workflow that can be read.</summary>
    public static bool? RunsFor(string workflow, string branch) => On(workflow) is { } on ? Runs(on, branch) : null;

    /// <summary>What it tests are pull requests.</summary>
    public static bool IsForPulls(string workflow) =>
        On(workflow) switch
        {
            YamlScalarNode one => one.Value == "pull_request",
            YamlSequenceNode many => Texts(many).Contains("pull_request"),
            YamlMappingNode map => Child(map, "pull_request") is not null,
            _ => false,
        };

    /// <summary>Its <c>on</c>; null: it is no workflow that can be read.</summary>
    public static YamlNode? On(string workflow)
    {
        try
        {
            if (!IsShallow(workflow))
            {
                return null;
            }

            var yaml = new YamlStream();
            yaml.Load(new StringReader(workflow));
            return yaml.Documents is [{ RootNode: YamlMappingNode root }, ..] ? Child(root, "on") : null;
        }
        catch (Exception fault) when (fault is YamlException or InvalidOperationException)
        {
            return null; // the scanner leaves by the second at some damage
        }
    }

    private static bool IsShallow(string workflow)
    {
        var (parser, depth) = (new Parser(new StringReader(workflow)), 0);
        while (depth <= DeepestNesting && parser.MoveNext())
        {
            depth += parser.Current!.NestingIncrease;
        }

        return depth <= DeepestNesting;
    }

    private static bool Runs(YamlNode on, string branch) =>
        on switch
        {
            YamlScalarNode one => one.Value == "push",
            YamlSequenceNode many => many.Children.OfType<YamlScalarNode>().Any(each => each.Value == "push"),
            YamlMappingNode map when Child(map, "push") is { } push => push is not YamlMappingNode filter || Passes(filter, branch),
            _ => false,
        };

    private static bool Passes(YamlMappingNode filter, string branch)
    {
        if (Child(filter, "branches") is { } named)
        {
            return Matches(Texts(named), branch);
        }

        // Only tags: no branch at all.
        return Child(filter, "branches-ignore") is { } ignored
            ? !Matches(Texts(ignored), branch)
            : Child(filter, "tags") is null && Child(filter, "tags-ignore") is null;
    }

    /// <summary>The last pattern that fits decides; one with ! in front takes out again.</summary>
    private static bool Matches(IEnumerable<string> patterns, string branch) =>
        patterns.Aggregate(false, (so, pattern) => pattern is ['!', .. var not] ? so && !Fits(not, branch) : so || Fits(pattern, branch));

    private static bool Fits(string pattern, string branch)
    {
        var regex = new StringBuilder("^");
        for (var i = 0; i < pattern.Length; i++)
        {
            var isDeep = pattern[i] == '*' && i + 1 < pattern.Length && pattern[i + 1] == '*';
            regex.Append(
                isDeep
                    ? ".*"
                    : pattern[i] switch
                    {
                        '*' => "[^/]*",
                        '?' or '+' or '[' or ']' => pattern[i].ToString(), // as in a regular expression
                        var plain => Regex.Escape(plain.ToString()),
                    }
            );
            i += isDeep ? 1 : 0;
        }

        try
        {
            return Regex.IsMatch(branch, regex.Append('$').ToString(), RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    public static IEnumerable<string> Texts(YamlNode node) =>
        node switch
        {
            YamlScalarNode { Value: { } one } => [one],
            YamlSequenceNode many => many.Children.OfType<YamlScalarNode>().Select(each => each.Value ?? ""),
            _ => [],
        };

    public static YamlNode? Child(YamlMappingNode map, string key) =>
        map
            .Children.FirstOrDefault(each =>
                each.Key is YamlScalarNode { Value: { } name } && (name == key || (key == "on" && name == "true"))
            )
            .Value;
}
