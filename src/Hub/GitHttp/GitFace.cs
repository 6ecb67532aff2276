using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Sluice.Hub.Git;
using Sluice.Hub.Model;
using Sluice.Hub.Payloads;
using Sluice.Hub.Rest;

namespace Sluice.Hub.GitHttp;

/// <summary>
/// Smart HTTP. Fetches and advertisements are <c>git http-backend</c>'s; a push is taken apart here, so that the world decides on
/// each ref, moves it and tells everybody in one step.
/// </summary>
internal sealed partial class GitFace(World world, Wire wire, RequestLog log)
{
    // A line of fifty bytes for each commit that is wanted, or there already: so these are three hundred thousand.
    private const int MostAsked = 16 * 1024 * 1024;

    [GeneratedRegex(@"^/([^/]+)/([^/]+?)(?:\.git)?/(info/refs|git-upload-pack|git-receive-pack)$")]
    private static partial Regex Address();

    public static bool Serves(HttpRequest request) => Address().IsMatch(request.Path.Value ?? "");

    public async Task Answer(HttpContext context)
    {
        var request = context.Request;
        var match = Address().Match(request.Path.Value!);
        var operation = match.Groups[3].Value;
        var isPush = operation == "git-receive-pack" || request.Query["service"] == "git-receive-pack";
        var (status, caller, repository) = Admit(request, match.Groups[1].Value, match.Groups[2].Value, isPush);
        log.Add(
            new LoggedRequest(
                world.Now,
                request.Method,
                request.Path + request.QueryString,
                $"git {(isPush ? "push" : "fetch")} {operation}",
                status,
                RestFace.NameOf(caller),
                (caller as Caller.Bot)?.Installation.Id,
                false
            )
        );
        if (status != 200)
        {
            await Refuse(context.Response, status);
            return;
        }

        if (repository!.Git is not BareGit git)
            throw new InvalidOperationException("Only repositories on disk are served over HTTP.");
        try
        {
            await using var gzip = request.Headers.ContentEncoding.ToString() is "gzip" or "x-gzip"
                ? new GZipStream(request.Body, CompressionMode.Decompress)
                : null;
            if (operation == "git-receive-pack")
                await Receive(context, repository, git, caller!, gzip ?? request.Body);
            else if (gzip is null)
                await Backend.Run(context, git, operation, caller!.Actor?.Login, request.Body);
            else if (await Unpacked(gzip, context.RequestAborted) is { } asked)
                await Backend.Run(context, git, operation, caller!.Actor?.Login, asked);
            else
                await Refuse(context.Response, 413, "The body is sent as gzip, and unpacks to more than any fetch asks for.");
        }
        catch (InvalidDataException)
        {
            await Refuse(context.Response, 400, "The body is sent as gzip, and cannot be unpacked.");
        }
    }

    // Before the backend is started: its answer would be on its way when the end of a broken body is met. Null: it is too much.
    private static async Task<Stream?> Unpacked(GZipStream gzip, CancellationToken cancel)
    {
        var (all, part) = (new MemoryStream(), new byte[64 * 1024]);
        for (int length; (length = await gzip.ReadAsync(part, cancel)) > 0; )
        {
            if (all.Length + length > MostAsked)
                return null;
            all.Write(part, 0, length);
        }

        all.Position = 0;
        return all;
    }

    private (int Status, Caller? Caller, Repository? Repository) Admit(HttpRequest request, string owner, string name, bool isPush)
    {
        lock (world.Gate)
        {
            world.Agenda.RunDue();
            var authenticated = Authentication.Of(world, request);
            if (authenticated.IsRefused || authenticated.Value is Caller.TheApp)
                return (401, null, null);
            var caller = authenticated.Value;
            var repository = world.Repository(owner, name);
            if (repository is null || !caller.Sees(repository))
                return (caller is Caller.Anonymous ? 401 : 404, caller, null);
            if (!isPush)
                return (caller.Refuses(repository, "contents", Access.Read) is null ? 200 : 403, caller, repository);
            if (caller is Caller.Anonymous)
                return (401, caller, repository);
            return (caller.Refuses(repository, "contents", Access.Write) is null ? 200 : 403, caller, repository);
        }
    }

    private static async Task Refuse(HttpResponse response, int status, string? why = null)
    {
        response.StatusCode = status;
        response.ContentType = "text/plain";
        if (status == 401)
            response.Headers.WWWAuthenticate = "Basic realm=\"GitHub\"";
        await response.WriteAsync(
            why
                ?? status switch
                {
                    401 => "Invalid username or token. Password authentication is not supported for Git operations.",
                    403 => "Write access to repository not granted.",
                    _ => "Repository not found.",
                }
        );
    }

    private async Task Receive(HttpContext context, Repository repository, BareGit git, Caller caller, Stream body)
    {
        var cancel = context.RequestAborted;
        context.Response.ContentType = "application/x-git-receive-pack-result";
        context.Response.Headers.CacheControl = "no-cache";
        PushRequest push;
        try
        {
            push = await PushRequest.Read(body, cancel);
        }
        catch (Exception fault) when (fault is FormatException or EndOfStreamException)
        {
            await Refuse(context.Response, 400, "This is no push in git's format.");
            return;
        }

        if (push.Commands.Length == 0)
            return;
        var unpack = await PackIntake.Take(git, push, body, cancel);
        var (remote, report) = unpack is null ? world.Do(() => Move(repository, caller, push)) : ([], Failed(push, unpack));
        await Write(context.Response, push, remote, report, cancel);
    }

    private (string[] Remote, string[] Report) Move(Repository repository, Caller caller, PushRequest push)
    {
        var moves = push.Commands.Select(c => new RefMove(c.Ref, c.Old, c.New, Force: true)).ToArray();
        var remote = new List<string>();
        var refused = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var move in moves)
        {
            if (RefMoves.Check(caller, repository, move) is { } denial)
                Refused(denial);
        }

        foreach (var move in push.IsAtomic && refused.Count > 0 ? [] : moves.Where(m => !refused.ContainsKey(m.Ref)))
        {
            if (world.Refs.Apply(repository, [world.Refs.Weathered(caller, repository, move)], caller.Who, "push") is { } denial)
                Refused(denial);
        }

        return ([.. remote], ["unpack ok", .. moves.Select(m => Line(m.Ref))]);

        void Refused(RefDenial denial)
        {
            var (lines, reason) = denial.ToPush($"{wire.Page(repository)}/rules");
            remote.AddRange(lines);
            refused[denial.Ref] = reason;
        }

        string Line(string name)
        {
            if (refused.TryGetValue(name, out var reason))
                return $"ng {name} {reason}";
            return push.IsAtomic && refused.Count > 0 ? $"ng {name} atomic push failed" : $"ok {name}";
        }
    }

    private static string[] Failed(PushRequest push, string why) =>
        [$"unpack {why.ReplaceLineEndings(" ")}", .. push.Commands.Select(c => $"ng {c.Ref} unpacker error")];

    private static async Task Write(HttpResponse response, PushRequest push, string[] remote, string[] report, CancellationToken cancel)
    {
        using var lines = new MemoryStream();
        foreach (var line in report)
            lines.Write(PktLine.Write(line + "\n"));
        lines.Write(PktLine.Flush);
        using var body = new MemoryStream();
        if (push.HasSideBand)
        {
            foreach (var line in remote)
            {
                foreach (var packet in PktLine.Band(2, Encoding.UTF8.GetBytes(line + "\n")))
                    body.Write(packet);
            }

            if (push.WantsReport)
            {
                foreach (var packet in PktLine.Band(1, lines.ToArray()))
                    body.Write(packet);
            }

            body.Write(PktLine.Flush);
        }
        else if (push.WantsReport)
        {
            lines.WriteTo(body);
        }

        await response.Body.WriteAsync(body.ToArray(), cancel);
    }
}
