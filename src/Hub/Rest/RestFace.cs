using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Sluice.Hub.Model;
using Sluice.Hub.Payloads;

namespace Sluice.Hub.Rest;

/// <summary>
/// The REST API: finds the route, asks who calls and whether they may, runs the handler alone in the world, writes the answer.
/// </summary>
internal sealed class RestFace(World world, Wire wire, Routes routes, RequestLog log, Gatehouse? gatehouse = null)
{
    private static readonly string[] Versions = ["2022-11-28", "2026-03-10"];

    public async Task Answer(HttpContext context)
    {
        var request = context.Request;
        var path = PathOf(request);
        var body = await ReadBody(request);
        using var visit = gatehouse?.Enter(Authentication.Token(request) ?? "");
        var (reply, caller, call) = visit?.Refusal is { } crowd ? (Reply.Refused(crowd), null, null) : Prepare(request, path, body);
        var route = call?.Route;
        var logged = new LoggedRequest(
            world.Now,
            request.Method,
            path + request.QueryString,
            route?.Pattern,
            reply.Status,
            NameOf(caller),
            (caller as Caller.Bot)?.Installation.Id,
            call is not null && Gatehouse.IsContent(call)
        );
        log.Add(logged with { IsQuery = reply.Graph is { IsQuery: true }, Fields = reply.Graph?.Fields ?? 1 });
        await Write(context, reply, route);
    }

    public static string NameOf(Caller? caller) =>
        caller switch
        {
            Caller.TheApp app => $"app:{app.App.Slug}",
            { Actor: { } actor } => actor.Login,
            _ => "anonymous",
        };

    private (Reply Reply, Caller? Caller, Call? Call) Prepare(HttpRequest request, string path, (bool IsValid, JsonNode? Json) body)
    {
        if (request.Headers.UserAgent.Count == 0 && !path.StartsWith("/_hub/", StringComparison.Ordinal))
            return (Reply.Refused(NoUserAgent), null, null);
        var version = request.Headers["X-GitHub-Api-Version"].ToString();
        if (version.Length > 0 && !Versions.Contains(version))
            return (Reply.Refused(new Refusal(400, $"\"{version}\" is not a supported version of the API.")), null, null);
        lock (world.Gate)
        {
            world.Agenda.RunDue();
            var authenticated = Authentication.Of(world, request);
            if (authenticated.Refusal is { } refusal)
                return (Reply.Refused(refusal), null, null);
            var caller = authenticated.Value;
            path = ById(path);
            if (routes.Find(request.Method, path) is not var (route, values))
                return (Reply.Refused(Refusal.NotFound), caller, null);
            var call = new Call(world, wire, caller, route, values, request.Query, body.Json)
            {
                Path = path,
                Accept = request.Headers.Accept.ToString(),
                Token = Authentication.Token(request),
            };
            return (body.IsValid ? Run(call) : Reply.Refused(new Refusal(400, "Problems parsing JSON")), caller, call);
        }
    }

    private Reply Run(Call call) => gatehouse is null ? Handle(call) : gatehouse.Run(call, Handle);

    private static Reply Handle(Call call)
    {
        try
        {
            return Permit(call) is { } refusal ? Reply.Refused(refusal) : call.Route.Handler(call);
        }
        catch (BodyFault fault)
        {
            return Reply.Refused(fault.Refusal);
        }
    }

    private static Refusal? Permit(Call call)
    {
        var (caller, need) = (call.Caller, call.Route.Need);
        if (need == Need.AppToken)
            return caller is Caller.TheApp ? null : new Refusal(401, "A JSON web token could not be decoded");
        if (call.Route.Pattern.StartsWith("/repos/{owner}/{repo}", StringComparison.Ordinal) && !caller.Sees(call.Repository))
            return caller is Caller.TheApp ? caller.Refuses(call.Repository, "metadata", Access.Read) : Refusal.NotFound;
        return need.Permission is { } permission ? caller.Refuses(call.Repository, permission, need.Access) : null;
    }

    private static Refusal NoUserAgent { get; } =
        new(403, "Request forbidden by administrative rules. Please make sure your request has a User-Agent header.");

    // Addresses of pages name repositories by id; an Enterprise-style prefix is welcome too.
    private static string PathOf(HttpRequest request)
    {
        var path = request.PathBase.ToUriComponent() + request.Path.ToUriComponent();
        if (path == "/api/graphql")
            return "/graphql";
        return path.StartsWith("/api/v3/", StringComparison.Ordinal) ? path["/api/v3".Length..] : path;
    }

    private string ById(string path)
    {
        var parts = path.Split('/', 4);
        return
            parts is ["", "repositories", var id, ..]
            && long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && world.Repositories.TryGetValue(number, out var repository)
            ? $"/repos/{repository.FullName}{(parts.Length > 3 ? "/" + parts[3] : "")}"
            : path;
    }

    private static async Task<(bool IsValid, JsonNode? Json)> ReadBody(HttpRequest request)
    {
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
            return (true, null);
        using var buffer = new MemoryStream();
        await request.Body.CopyToAsync(buffer);
        if (buffer.Length == 0)
            return (true, null);
        return (SentJson.TryRead(buffer.ToArray(), out var json), json);
    }

    private async Task Write(HttpContext context, Reply reply, Route? route)
    {
        if (reply.IsLost)
        {
            context.Abort();
            return;
        }

        var response = context.Response;
        response.Headers["X-GitHub-Media-Type"] = "github.v3; format=json";
        response.Headers["X-GitHub-Request-Id"] = context.TraceIdentifier;
        var asked = context.Request.Headers["X-GitHub-Api-Version"].ToString();
        response.Headers["X-GitHub-Api-Version-Selected"] = asked.Length > 0 ? asked : Versions[0];
        foreach (var (name, value) in reply.Headers)
            response.Headers[name] = value;
        if (route?.Need.Permission is { } permission && permission[0] != '(' && !reply.Headers.ContainsKey("X-Accepted-GitHub-Permissions"))
            response.Headers["X-Accepted-GitHub-Permissions"] = $"{permission}={(route.Need.Access == Access.Write ? "write" : "read")}";
        var bytes = reply.Raw?.Bytes ?? (reply.Body is null ? [] : Encoding.UTF8.GetBytes(reply.Body.ToJsonString(Json)));
        response.StatusCode = reply.Status;
        if (reply.Status == 200 && HttpMethods.IsGet(context.Request.Method))
        {
            var tag = $"W/\"{Convert.ToHexStringLower(SHA256.HashData(bytes))}\"";
            response.Headers.ETag = tag;
            response.Headers.CacheControl = "private, max-age=60, s-maxage=60";
            if (context.Request.Headers.IfNoneMatch.ToString().Contains(tag[2..], StringComparison.Ordinal))
            {
                response.StatusCode = 304;
                foreach (var (name, value) in gatehouse?.GiveBack(reply.Passage) ?? [])
                    response.Headers[name] = value;
                return;
            }
        }

        if (bytes.Length == 0)
            return;
        response.ContentType = reply.Raw?.ContentType ?? "application/json; charset=utf-8";
        await response.Body.WriteAsync(bytes);
    }

    private static readonly JsonSerializerOptions Json = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
