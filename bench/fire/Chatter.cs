using System.Globalization;
using Sluice.Hub.Model;

namespace Sluice.Bench.Fire;

/// <summary>
/// What other checks say of open pull requests, which nothing waits for: each of many contexts changes its mind again and again.
/// </summary>
internal sealed class Chatter(Place place)
{
    private const int Contexts = 100;

    private int _said;

    /// <returns>False: not now, for nobody has opened one, or each has spoken in this second: GitHub tells the time of a status to the
    /// second, and two within one have no order.</returns>
    public bool Say() =>
        place.Hub.World.Do(() =>
        {
            var (shop, now) = (place.Hub.Shop, place.Hub.World.Now.ToUnixTimeSeconds());
            var heads = shop.Pulls.Values.Where(pull => pull.IsOpen).Select(pull => pull.HeadSha).ToList();
            if (heads.Count == 0)
            {
                return false;
            }

            var (head, context) = (
                heads[_said % heads.Count],
                string.Create(CultureInfo.InvariantCulture, $"lint-{_said / heads.Count % Contexts}")
            );
            var before = shop.Marks.StatusesOn(head).LastOrDefault(status => status.Context == context);
            if (before is not null && before.At.ToUnixTimeSeconds() >= now)
            {
                return false;
            }

            _said++;
            place.Hub.World.Statuses.Set(place.Folk.As("ben"), shop, head, Next(before), context).OrThrow();
            return true;
        });

    private static string Next(CommitStatus? before) =>
        before?.State switch
        {
            null => "pending",
            "pending" => before.Id % 2 == 0 ? "success" : "failure",
            _ => "pending",
        };
}
