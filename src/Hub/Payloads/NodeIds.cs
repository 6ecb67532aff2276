using System.Globalization;

namespace Sluice.Hub.Payloads;

/// <summary>Global ids of GraphQL, as also shown in REST: a kind and a number.</summary>
public static class NodeIds
{
    public static string Of(string kind, long id) => string.Create(CultureInfo.InvariantCulture, $"{kind}_kwDO{id:D10}");

    public static (string Kind, long Id)? Read(string node)
    {
        var split = node.IndexOf("_kwDO", StringComparison.Ordinal);
        return split > 0 && long.TryParse(node.AsSpan(split + 5), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? (node[..split], id)
            : null;
    }
}
