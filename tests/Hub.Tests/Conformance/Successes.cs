using System.Net;
using System.Text.Json.Nodes;

namespace Sluice.Hub.Tests.Conformance;

/// <summary>Requests that must succeed, and what is read of their answers.</summary>
internal static class Successes
{
    public static async Task Ok(this Api api, string path) => Assert.InRange((int)(await api.Get(path)).Status, 200, 204);

    public static async Task<JsonNode> Made(this Api api, string path, object body)
    {
        var said = await api.Post(path, body);
        Assert.True(said.Status == HttpStatusCode.Created, $"POST {path}: {said.Status} {said.Message}");
        return said.Body!;
    }

    public static async Task Silent(this Api api, string method, string path, object? body) =>
        Assert.Equal(HttpStatusCode.NoContent, (await api.Send(method, path, body)).Status);

    public static long Id(this JsonNode shape) => (long)shape["id"]!;

    public static string Sha(this JsonNode shape) => (string)shape["sha"]!;
}
