using System.Text.RegularExpressions;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Intake.Origin;

/// <summary>
/// Which model an agent worked with, as its commits say: by the name beside its address, or by <c>Assisted-by: AGENT:MODEL</c>. Declared,
/// never more.
/// </summary>
internal static partial class ModelNames
{
    /// <summary>The newest commit's; null: none says.</summary>
    public static string? Of(Row<CommitInfo> commits) =>
        commits.Reverse().SelectMany(commit => Trailers.Of(commit)).Select(Of).OfType<string>().FirstOrDefault();

    private static string? Of(Trailer trailer) =>
        trailer.Is("Assisted-by") && trailer.Value.Split(':', 2) is [_, var model] ? Clean(model.Trim().Split(' ')[0])
        // Agents put the model's name where a person's would stand; a person's has no number in it.
        : trailer.Is("Co-authored-by") && trailer.Email is not null && Agents.Named(trailer.Value.Split(' ')[0]) is not null
            ? Clean(trailer.Value.Split('<')[0].Trim())
        : null;

    /// <summary>A name with a version: what has none tells no more than the agent's.</summary>
    private static string? Clean(string name) => Versioned().IsMatch(name) ? name : null;

    [GeneratedRegex(@"^(?=.*[0-9])[A-Za-z][A-Za-z0-9 ._/-]{1,58}[A-Za-z0-9]$", RegexOptions.CultureInvariant)]
    private static partial Regex Versioned();
}
