using Sluice.Hub.Model;

namespace Sluice.Hub.Rest;

/// <summary>Repositories, their collaborators, and who is asking.</summary>
internal static class ReposApi
{
    public static void Map(Routes routes)
    {
        routes.Get("/repos/{owner}/{repo}", Need.Read("metadata"), Get);
        routes.Get("/repos/{owner}/{repo}/collaborators/{username}/permission", Need.Read("metadata"), Permission);
        routes.Get("/repos/{owner}/{repo}/collaborators/{username}", Need.Read("metadata"), IsCollaborator);
        routes.Get("/user", Need.Nothing, Me);
        routes.Get("/users/{username}", Need.Nothing, User);
    }

    private static Reply Get(Call call)
    {
        var role = call.Caller switch
        {
            Caller.User user => call.Repository.RoleOf(user.Account),
            Caller.OnBehalf behalf => call.Repository.RoleOf(behalf.Account),
            Caller.Bot bot when bot.Covers(call.Repository) && bot.Permissions.GetValueOrDefault("contents") == Access.Write => Role.Write,
            _ => Role.Read,
        };
        return Reply.Ok(call.Wire.FullRepository(call.Repository, role));
    }

    private static Reply Permission(Call call) =>
        call.World.Accounts.TryGetValue(call["username"], out var account)
            ? Reply.Ok(call.Wire.Permission(account, call.Repository.RoleOf(account)))
            : Reply.Refused(Refusal.NotFound);

    private static Reply IsCollaborator(Call call) =>
        call.World.Accounts.TryGetValue(call["username"], out var account)
        && (call.Repository.Collaborators.ContainsKey(account.Login) || call.Repository.Owner.Members.Contains(account.Login))
            ? Reply.NoContent
            : Reply.Refused(Refusal.NotFound);

    private static Reply Me(Call call) =>
        call.Caller switch
        {
            Caller.User or Caller.OnBehalf => Reply.Ok(call.Wire.Profile(call.Caller.Who)),
            Caller.Bot => Reply.Refused(new Refusal(403, "Resource not accessible by integration")),
            _ => Reply.Refused(new Refusal(401, "Requires authentication")),
        };

    private static Reply User(Call call) =>
        call.World.Accounts.TryGetValue(call["username"], out var account)
            ? Reply.Ok(call.Wire.Profile(account))
            : Reply.Refused(Refusal.NotFound);
}
