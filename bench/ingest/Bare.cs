using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Sluice.Bench.Ingest;

/// <summary>What the framework does at best: the signature over the bytes, one parse, 202. It stores nothing.</summary>
internal static class Bare
{
    public static Task Run(int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var key = Encoding.UTF8.GetBytes(Contestant.Secret);
        app.MapPost(
            "/",
            async (HttpContext http) =>
            {
                var length = (int)http.Request.ContentLength!;
                var buffer = ArrayPool<byte>.Shared.Rent(length);
                await http.Request.Body.ReadExactlyAsync(buffer.AsMemory(0, length));
                var right = "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(key, buffer.AsSpan(0, length)));
                using var json = JsonDocument.Parse(buffer.AsMemory(0, length));
                http.Response.StatusCode =
                    right == http.Request.Headers["X-Hub-Signature-256"] && json.RootElement.TryGetProperty("action", out _) ? 202 : 401;
                ArrayPool<byte>.Shared.Return(buffer);
            }
        );
        return app.RunAsync($"http://127.0.0.1:{port}");
    }
}
