using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Sluice.Hub.Tests.Conformance;

namespace Sluice.Hub.Tests;

/// <summary>An answer of the API: its status, its body, its headers.</summary>
public sealed record Said(HttpStatusCode Status, JsonNode? Body, HttpResponseMessage Response)
{
    public string? Message => (string?)Body?["message"];

    public string? Header(string name) => Response.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null;
}

/// <summary>A client of the API with one credential.</summary>
public sealed class Api : IDisposable
{
    private readonly HttpClient _client;

    public Api(string url, string? token)
    {
        _client = new HttpClient { BaseAddress = new Uri(url) };
        _client.DefaultRequestHeaders.UserAgent.ParseAdd("tests");
        if (token is not null)
            _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    public Task<Said> Get(string path, params (string Name, string Value)[] headers) => Send("GET", path, null, headers);

    public Task<Said> Post(string path, object body) => Send("POST", path, body);

    public Task<Said> Put(string path, object body) => Send("PUT", path, body);

    public Task<Said> Patch(string path, object body) => Send("PATCH", path, body);

    public Task<Said> Delete(string path) => Send("DELETE", path, null);

    public async Task<Said> Send(string method, string path, object? body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        if (body is not null)
        {
            var text = body as string ?? System.Text.Json.JsonSerializer.Serialize(body);
            request.Content = new StringContent(text, Encoding.UTF8, "application/json");
        }

        var response = await _client.SendAsync(request, TestContext.Current.CancellationToken);
        var content = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Conforms(method, path, response, content);
        var isJson = response.Content.Headers.ContentType?.MediaType == "application/json";
        return new Said(
            response.StatusCode,
            isJson ? JsonNode.Parse(content)
                : content.Length > 0 ? JsonValue.Create(content)
                : null,
            response
        );
    }

    public void Dispose() => _client.Dispose();

    /// <summary>Every answer that any test gets is one that GitHub documents.</summary>
    private static void Conforms(string method, string path, HttpResponseMessage response, string content)
    {
        var isOurs = path.StartsWith("/_hub/", StringComparison.Ordinal) || path == "/graphql";
        if (isOurs || response.Content.Headers.ContentType?.MediaType is not (null or "application/json"))
            return;
        var faults = RestDescription.Instance.Faults(method, path, (int)response.StatusCode, content).ToArray();
        Assert.True(faults.Length == 0, string.Join('\n', faults.Prepend($"{method} {path} {(int)response.StatusCode}")));
    }
}
