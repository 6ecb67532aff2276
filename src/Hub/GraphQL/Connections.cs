using System.Globalization;
using System.Text;

namespace Sluice.Hub.GraphQL;

/// <summary>A page of a connection.</summary>
internal sealed record Connection(string Type, object[] Items, int Start, int Total)
{
    public bool HasNext => Start + Items.Length < Total;

    public bool HasPrevious => Start > 0;

    public static string Cursor(int index) =>
        Convert.ToBase64String(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"cursor:{index}")));
}

/// <summary>What a connection says about its page.</summary>
internal sealed record PageInfo(Connection Of);

internal sealed record Edge(string Type, object Node, int Index);

/// <summary>Connections: their types, and how they are cut.</summary>
internal static class Connections
{
    public const int Most = 100;

    /// <summary>The connection's type for a type of nodes, declared once.</summary>
    public static string Declare(Schema schema, string of)
    {
        var connection = $"{of}Connection";
        if (schema.Types.ContainsKey(connection))
            return connection;
        var edge = $"{of}Edge";
        schema
            .Object<Connection>(connection, c => c.Type == connection)
            .One("nodes", of, (c, _) => c.Items)
            .One("edges", edge, (c, _) => c.Items.Select((item, i) => (object)new Edge(edge, item, c.Start + i)).ToArray())
            .One("pageInfo", "PageInfo", (c, _) => new PageInfo(c))
            .Scalar("totalCount", (c, _) => c.Total);
        schema
            .Object<Edge>(edge, e => e.Type == edge)
            .One("node", of, (e, _) => e.Node)
            .Scalar("cursor", (e, _) => Connection.Cursor(e.Index));
        return connection;
    }

    public static Connection Cut(string field, string type, IEnumerable<object> items, FieldCall call)
    {
        var (first, last) = (call.Number("first"), call.Number("last"));
        if (first is null && last is null)
            throw new FieldFault(
                "MISSING_PAGINATION_BOUNDARIES",
                $"You must provide a `first` or `last` value to properly paginate the `{field}` connection."
            );
        foreach (var (name, asked) in new[] { ("first", first), ("last", last) })
        {
            if (asked > Most)
                throw new FieldFault(
                    "EXCESSIVE_PAGINATION",
                    $"Requesting {asked} records on the `{field}` connection exceeds the `{name}` limit of {Most} records."
                );
            if (asked < 0)
                throw new FieldFault("ARGUMENT_LIMIT", $"`{name}` on the `{field}` connection cannot be less than zero.");
        }

        var all = items.ToArray();
        var (start, end) = (
            (int)Math.Min(Index(call.Text("after")) + 1L, all.Length),
            call.Text("before") is { } before ? Index(before) : all.Length
        );
        end = Math.Min(end, all.Length);
        start = Math.Min(start, end);
        if (first is { } f)
            end = (int)Math.Min(end, start + f);
        if (last is { } l)
            start = (int)Math.Max(start, end - l);
        return new Connection(type, all[start..end], start, all.Length);
    }

    private static int Index(string? cursor)
    {
        if (cursor is null)
            return -1;
        var bytes = new byte[cursor.Length];
        return
            Convert.TryFromBase64String(cursor, bytes, out var length)
            && Encoding.ASCII.GetString(bytes, 0, length) is var text
            && text.StartsWith("cursor:", StringComparison.Ordinal)
            && int.TryParse(text.AsSpan(7), NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            ? index
            : throw new FieldFault("INVALID_CURSOR_ARGUMENTS", $"`{cursor}` does not appear to be a valid cursor.");
    }
}
