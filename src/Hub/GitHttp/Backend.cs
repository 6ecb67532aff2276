using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Sluice.Hub.Git;

namespace Sluice.Hub.GitHttp;

/// <summary>Runs <c>git http-backend</c> as a CGI program and passes its answer on.</summary>
internal static class Backend
{
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(1);

    public static async Task Run(HttpContext context, BareGit git, string operation, string? user, Stream body)
    {
        var request = context.Request;
        var start = GitCommand.Start(git.Path, "http-backend");
        var environment = start.Environment;
        environment["GIT_PROJECT_ROOT"] = git.Path;
        environment["GIT_HTTP_EXPORT_ALL"] = "1";
        environment["PATH_INFO"] = "/" + operation;
        environment["REQUEST_METHOD"] = request.Method;
        environment["QUERY_STRING"] = request.QueryString.Value?.TrimStart('?') ?? "";
        environment["CONTENT_TYPE"] = request.ContentType ?? "";
        environment["REMOTE_ADDR"] = "127.0.0.1";
        if (user is not null)
            environment["REMOTE_USER"] = user;
        if (request.Headers["Git-Protocol"].ToString() is { Length: > 0 } protocol)
            environment["GIT_PROTOCOL"] = protocol;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(context.RequestAborted);
        var feeding = Feed(request, body, process, context.RequestAborted);
        await Answer(context.Response, process.StandardOutput.BaseStream, context.RequestAborted);
        await feeding;
        await process.WaitForExitAsync(context.RequestAborted);
        await errors;
    }

    private static async Task Feed(HttpRequest request, Stream body, Process process, CancellationToken cancel)
    {
        try
        {
            if (HttpMethods.IsPost(request.Method))
                await body.CopyToAsync(process.StandardInput.BaseStream, cancel);
            process.StandardInput.Close();
        }
        catch (IOException) when (process.WaitForExit(Farewell))
        {
            // The backend had heard enough: its answer says what it thought. It closes its input a moment before it ends.
        }
    }

    private static async Task Answer(HttpResponse response, Stream output, CancellationToken cancel)
    {
        response.StatusCode = 200;
        for (var line = await Line(output, cancel); line.Length > 0; line = await Line(output, cancel))
        {
            var (name, value) = line.Split(':', 2) is [var n, var v] ? (n, v.Trim()) : (line, "");
            if (name.Equals("Status", StringComparison.OrdinalIgnoreCase))
                response.StatusCode = int.Parse(value.AsSpan(0, 3), CultureInfo.InvariantCulture);
            else
                response.Headers[name] = value;
        }

        await output.CopyToAsync(response.Body, cancel);
    }

    private static async Task<string> Line(Stream stream, CancellationToken cancel)
    {
        var line = new StringBuilder();
        var one = new byte[1];
        while (await stream.ReadAsync(one, cancel) == 1 && one[0] != '\n')
            line.Append((char)one[0]);
        return line.ToString().TrimEnd('\r');
    }
}
