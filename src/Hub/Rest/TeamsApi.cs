using System.Text.Json.Nodes;
using Sluice.Hub.Model;

namespace Sluice.Hub.Rest;

/// <summary>Who is in a team of an organization: a permission of the organization, which an App has only where it was granted.</summary>
internal static class TeamsApi
{
    public static void Map(Routes routes) => routes.Get("/orgs/{org}/teams/{team_slug}/memberships/{username}", Need.Nothing, Membership);

    private static Reply Membership(Call call)
    {
        var organization = call.World.Accounts.GetValueOrDefault(call["org"]);
        if (organization is not { Type: AccountType.Organization })
            return Reply.Refused(Refusal.NotFound);
        var maySee = call.Caller switch
        {
            Caller.Bot bot => bot.Installation.Account == organization && bot.Permissions.GetValueOrDefault("members") >= Access.Read,
            Caller.User user => organization.Members.Contains(user.Account.Login),
            _ => false,
        };
        if (!maySee)
            return Reply.Refused(call.Caller is Caller.Bot ? Refusal.NotAccessible("members", Access.Read) : Refusal.NotFound);
        if (!organization.Teams.TryGetValue(call["team_slug"], out var team) || !team.Contains(call["username"]))
            return Reply.Refused(Refusal.NotFound);
        return Reply.Ok(
            new JsonObject
            {
                ["url"] = $"{call.Wire.Api}/orgs/{organization.Login}/teams/{call["team_slug"]}/memberships/{call["username"]}",
                ["role"] = "member",
                ["state"] = "active",
            }
        );
    }
}
