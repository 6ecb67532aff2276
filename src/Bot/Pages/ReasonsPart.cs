using Sluice.Flow;
using Sluice.Flow.Words;

namespace Sluice.Bot.Pages;

/// <summary>The tree of reasons behind where a pull stands, as <c>/sluice explain</c> tells it: what is met is folded away.</summary>
internal static class ReasonsPart
{
    private static readonly string[] Headed = ["obstacle", "ahead"];

    /// <summary>What stands under the headline: each obstacle with what would change it, and what is ahead.</summary>
    public static Html Under(Row<Reason> reasons, string repo) => List(reasons.Where(reason => reason.Kind == "standing").SelectMany(reason => reason.Because).Where(reason => Headed.Contains(reason.Kind)), repo);

    /// <summary>The rest.</summary>
    public static Html Others(Row<Reason> reasons, string repo) => Html.Of($"""
        {Html.Join(reasons.Where(reason => reason.Kind is "risk" or "origin" or "limits").Chunk(2).Select(pair => Html.Of($"<div class=\"two\">{Html.Join(pair.Select(reason => Card(reason, repo)))}</div>")))}
        {List(reasons.Where(reason => reason.Kind == "policy"), repo)}
        {Html.Join(reasons.Where(reason => reason.Kind == "met").Select(reason => Html.Of($"<details><summary>{reason.Title}</summary>{List(reason.Because, repo)}</details>")))}
        """);

    private static Html Card(Reason reason, string repo) => Html.Of($"""
        <section class="card"><header><h3>{Prose.Of(reason.Title)}</h3> <span class="quiet small">{Prose.Of(reason.Says)}</span></header>
        {(reason.Because.Count == 0 ? Html.Of($"<p class=\"quiet\">Nothing speaks for it.</p>") : List(reason.Because, repo))}</section>
        """);

    private static Html List(IEnumerable<Reason> reasons, string repo) =>
        reasons.ToList() is { Count: > 0 } some ? Html.Of($"<ul>{Html.Join(some.Select(reason => Line(reason, repo)))}</ul>") : Html.Empty;

    private static Html Line(Reason reason, string repo) => Html.Of(
        $"<li>{(reason.Title is { } title ? Html.Of($"<strong>{Prose.Of(title)}</strong> ") : Html.Empty)}{Prose.Of(reason.Says, repo)}{(reason.Change is { } change ? Html.Of($" <em>{Prose.Of(change)}</em>") : Html.Empty)}{List(reason.Because, repo)}</li>");
}
