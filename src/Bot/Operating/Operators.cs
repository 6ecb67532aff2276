using Microsoft.AspNetCore.Http;
using Sluice.Bot.Visiting;
using Sluice.Flow;

namespace Sluice.Bot.Operating;

/// <summary>
/// Who may see the operators' page and act on it: whoever signed in with GitHub, under a login that the process's settings name.
/// </summary>
internal sealed class Operators(Row<string> logins, Visitors visitors, GitHubSight sight)
{
    /// <summary>Null: it is none of them. A token, even an operator's own, is none: what is done has a person to it.</summary>
    public async ValueTask<string?> Of(HttpContext http) =>
        await visitors.Of(http) is Visitor.Person person
        && logins.Contains(person.Login, StringComparer.OrdinalIgnoreCase)
        && await sight.Knows(person.Token, http.RequestAborted)
            ? person.Login
            : null;
}
