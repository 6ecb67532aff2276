using System.Text.RegularExpressions;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Intake.Origin;

/// <summary>The person for whom an agent opened a pull, as the agent names them: text, so it never grants by itself.</summary>
internal static partial class Sponsors
{
    private const string NoReply = "@users.noreply.github.com";

    /// <summary>A login; null: nobody is named.</summary>
    public static string? Named(PullRequest pull, Row<CommitInfo> commits) =>
        Requested().Match(Prose.Of(pull.Body)) is { Success: true } named
            ? named.Groups[1].Value
            : commits
                .SelectMany(commit => Trailers.Of(commit))
                .Where(trailer => trailer.Is("Co-authored-by"))
                .Select(trailer => Login(trailer.Email))
                .FirstOrDefault(login => login is not null);

    /// <summary>Whoever signs the head stands for it and all that it stands on: that is no text that anybody can write.</summary>
    public static bool Signs(string sponsor, Row<CommitInfo> commits) =>
        commits.Count > 0
        && commits[^1].Signed is { ByGitHub: false, By: { Kind: ActorKind.User } by }
        && string.Equals(by.Login, sponsor, StringComparison.OrdinalIgnoreCase);

    // A person's address at GitHub holds the login; an App's ends in [bot], an agent's account is one that the table knows.
    private static string? Login(string? email)
    {
        if (
            email is null
            || !email.EndsWith(NoReply, StringComparison.OrdinalIgnoreCase)
            || Agents.All.Any(agent => agent.Emails.Contains(email))
        )
        {
            return null;
        }

        var local = email[..^NoReply.Length];
        var login = local[(local.IndexOf('+', StringComparison.Ordinal) + 1)..];
        return login.EndsWith("[bot]", StringComparison.Ordinal) ? null : login;
    }

    [GeneratedRegex("(?:[Rr]equested by:?|on behalf of):?\\**\\s+@?([A-Za-z0-9][A-Za-z0-9-]{0,38})")]
    private static partial Regex Requested();
}
