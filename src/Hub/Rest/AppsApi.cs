using System.Text.Json.Nodes;
using Sluice.Hub.Model;

namespace Sluice.Hub.Rest;

/// <summary>An App about itself: its installations, their tokens and repositories.</summary>
internal static class AppsApi
{
    public static void Map(Routes routes)
    {
        routes.Get("/app", Need.AppToken, call => Reply.Ok(WithCount(call)));
        routes.Get("/apps/{slug}", Need.Nothing, BySlug);
        routes.Get("/app/installations", Need.AppToken, call => call.Page(Mine(call).ToArray(), call.Wire.Installation));
        routes.Get("/app/installations/{id}", Need.AppToken, call => Found(call, i => Reply.Ok(call.Wire.Installation(i))));
        routes.Delete("/app/installations/{id}", Need.AppToken, Uninstall);
        routes.Post("/app/installations/{id}/access_tokens", Need.AppToken, Token);
        routes.Put("/app/installations/{id}/suspended", Need.AppToken, Suspend);
        routes.Delete("/app/installations/{id}/suspended", Need.AppToken, Unsuspend);
        routes.Get("/repos/{owner}/{repo}/installation", Need.AppToken, OfRepository);
        routes.Get("/installation/repositories", Need.Nothing, Repositories);
        routes.Delete("/installation/token", Need.Nothing, Revoke);
    }

    private static App App(Call call) => ((Caller.TheApp)call.Caller).App;

    private static IEnumerable<Installation> Mine(Call call) => call.World.Installations.Values.Where(i => i.App == App(call));

    private static JsonObject WithCount(Call call)
    {
        var shape = call.Wire.App(App(call));
        shape["installations_count"] = Mine(call).Count();
        return shape;
    }

    private static Reply BySlug(Call call) =>
        call.World.Apps.Values.FirstOrDefault(a => a.Slug == call["slug"]) is { } app
            ? Reply.Ok(call.Wire.App(app))
            : Reply.Refused(Refusal.NotFound);

    private static Reply Found(Call call, Func<Installation, Reply> answer) =>
        call.World.Installations.TryGetValue(call.Id("id"), out var installation) && installation.App == App(call)
            ? answer(installation)
            : Reply.Refused(Refusal.NotFound);

    private static Reply Token(Call call) =>
        Found(
            call,
            installation =>
            {
                SortedDictionary<string, Access>? permissions = null;
                if (call.Object("permissions") is { } asked)
                {
                    permissions = new SortedDictionary<string, Access>(StringComparer.Ordinal);
                    foreach (var (name, level) in asked)
                        permissions[name] = level.AsText() is "write" or "admin" ? Access.Write : Access.Read;
                }

                var ids = call.List("repository_ids")?.Select(n => n is JsonValue v && v.TryGetValue<long>(out var id) ? id : -1).ToArray();
                if (call.Texts("repositories") is { } names)
                {
                    var known = names.Select(n => call.World.Repository(installation.Account.Login, n)?.Id ?? -1);
                    ids = [.. ids ?? [], .. known];
                }

                var answer = call.World.People.IssueToken(installation, permissions, ids is null ? null : [.. ids]);
                return Reply.From(
                    answer,
                    token => Reply.Created(call.Wire.Token(token, token.Repositories?.Select(id => call.World.Repositories[id])))
                );
            }
        );

    private static Reply Uninstall(Call call) =>
        Found(
            call,
            installation =>
            {
                call.World.People.Uninstall(installation, installation.Account);
                return Reply.NoContent;
            }
        );

    private static Reply Suspend(Call call) =>
        Found(
            call,
            installation =>
            {
                call.World.People.Suspend(installation, App(call).Owner);
                return Reply.NoContent;
            }
        );

    private static Reply Unsuspend(Call call) =>
        Found(
            call,
            installation =>
            {
                call.World.People.Unsuspend(installation, App(call).Owner);
                return Reply.NoContent;
            }
        );

    private static Reply OfRepository(Call call) =>
        Mine(call).FirstOrDefault(i => call.World.Repository(call["owner"], call["repo"]) is { } repository && i.Covers(repository))
            is { } found
            ? Reply.Ok(call.Wire.Installation(found))
            : Reply.Refused(Refusal.NotFound);

    private static Reply Repositories(Call call)
    {
        if (call.Caller is not Caller.Bot bot)
            return Reply.Refused(
                new Refusal(
                    403,
                    "You must authenticate with an installation access token in order to list repositories for an installation."
                )
            );
        var repositories = call.World.Repositories.Values.Where(bot.Covers).ToArray();
        var reply = call.PageIn("repositories", repositories, call.Wire.Repository);
        reply.Body!["repository_selection"] = bot.Installation.Selected is null ? "all" : "selected";
        return reply;
    }

    private static Reply Revoke(Call call)
    {
        if (call.Token is null || call.Caller is not Caller.Bot)
            return Reply.Refused(new Refusal(401, "Requires authentication"));
        call.World.Tokens.Remove(call.Token);
        return Reply.NoContent;
    }
}
