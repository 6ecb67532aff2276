namespace Sluice.Flow.Words;

/// <summary>
/// A reason behind where a pull stands, with the reasons behind that one: the comment, the check run, the page, the API and MCP tell one
/// tree. Its words are safe in Markdown.
/// </summary>
/// <param name="Kind"><c>standing</c>, <c>obstacle</c>, <c>ahead</c>, <c>risk</c>, <c>origin</c>, <c>limits</c>, <c>policy</c>, <c>met</c>
/// or <c>because</c>.</param>
/// <param name="Title">A few words; null: it needs none.</param>
/// <param name="Says">A sentence; empty: the title says all.</param>
/// <param name="Change">What would change it; null: nothing has to.</param>
public sealed record Reason(string Kind, string? Title, string Says, string? Change, Row<Reason> Because)
{
    public static Reason Leaf(string says, string? change = null, string kind = "because") => new(kind, null, says, change, []);
}
