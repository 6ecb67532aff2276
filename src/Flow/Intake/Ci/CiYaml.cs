using Sluice.Flow.Policies.Yaml;

namespace Sluice.Flow.Intake.Ci;

/// <summary>A workflow or an action: every value in it may name something that is run, but for what only says when it runs.</summary>
internal static class CiYaml
{
    private static readonly Row<string> Filters = ["paths", "paths-ignore", "branches", "branches-ignore", "tags", "tags-ignore", "types"];

    /// <summary>
    /// What is not read here (anchors, tags, keys told twice) may run anything: as plain text, its folders of actions would be lost.
    /// </summary>
    public static CiNames Names(string text)
    {
        var root = NodeReader.Read(text, out var fault);
        return fault is not null ? CiNames.Everything
            : root is null ? CiNames.Nothing
            : Values(root, "", true).Aggregate(CiNames.Nothing, (known, more) => known.Or(more));
    }

    private static IEnumerable<CiNames> Values(Node node, string key, bool wildcards) =>
        node switch
        {
            Node.Scalar { Text: ['.', '/', ..] or "." } local when key == "uses" => [CiNames.InFolder(local.Text)],
            Node.Scalar scalar => [CiNames.In(scalar.Text, wildcards)],
            Node.List list => list.Items.SelectMany(item => Values(item, key, wildcards)),
            Node.Map map => map
                .Entries.Where(entry => !(key is "push" or "pull_request" or "pull_request_target" && Filters.Contains(entry.Key.Text)))
                .SelectMany(entry => Values(entry.Value, entry.Key.Text, wildcards && entry.Key.Text != "with")),
            _ => [],
        };
}
