using System.Text;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Git;

/// <summary>Where a repository is fetched from and pushed to.</summary>
/// <param name="Url">Holds no secret.</param>
/// <param name="Token">Null: the door is open.</param>
public sealed record Remote(string Url, string? Token)
{
    private bool IsWeb => Url.StartsWith("http://", StringComparison.Ordinal) || Url.StartsWith("https://", StringComparison.Ordinal);

    /// <summary>Of git's protocols only the one that this address needs.</summary>
    internal IReadOnlyList<KeyValuePair<string, string>> Environment => [new("GIT_ALLOW_PROTOCOL", IsWeb ? "http:https" : "file")];

    /// <summary>The token travels in the environment of this one process, and to this one host.</summary>
    internal IReadOnlyList<KeyValuePair<string, string>> Settings =>
        IsWeb && Token is not null
            ?
            [
                new(
                    $"http.{new Uri(Url).GetLeftPart(UriPartial.Authority)}/.extraHeader",
                    "Authorization: Basic " + Encode("x-access-token:" + Token)
                ),
            ]
            : [];

    public override string ToString() => Url;

    private static string Encode(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}

/// <summary>Finds the remote of a repository.</summary>
/// <param name="refused">The token that was not taken: another is wanted. Null: any.</param>
public delegate Task<Answer<Remote>> Remotes(Repository repo, string? refused, CancellationToken stop);
