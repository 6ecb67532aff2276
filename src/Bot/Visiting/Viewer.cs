using Microsoft.AspNetCore.Http;
using Sluice.Flow.Repo;

namespace Sluice.Bot.Visiting;

/// <summary>Who looks, with what they may see.</summary>
internal sealed class Viewer(AccessPolicy policy, Func<ValueTask<Visitor>> who)
{
    public static Viewer Of(HttpContext http, Visitors visitors, AccessPolicy policy) => new(policy, () => visitors.Of(http));

    public async Task<bool> Sees(Repository repo, CancellationToken stop) => !repo.Private || await policy.MayRead(await who(), repo, stop);

    /// <summary>There is no such repository; whoever asks shall not learn that from the time it takes.</summary>
    public async Task Wonder(string fullName, CancellationToken stop) => await policy.Wonder(await who(), fullName, stop);
}
