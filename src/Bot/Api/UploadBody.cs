using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Sluice.Bot.Webhooks;

namespace Sluice.Bot.Api;

/// <summary>The JSON object that a program hands in.</summary>
internal static class UploadBody
{
    private const int Most = 1024 * 1024;

    /// <summary>The object, or what is answered instead: not JSON 415, over a megabyte 413, malformed 400.</summary>
    public static async Task<(JsonDocument? Json, IResult? Refusal)> Read(HttpRequest request, CancellationToken stop)
    {
        if (!request.HasJsonContentType())
        {
            return (null, Refuse(StatusCodes.Status415UnsupportedMediaType, "Send application/json."));
        }

        using var body = await Body.Read(request.Body, request.ContentLength, Most, stop);
        if (body is null)
        {
            return (null, Refuse(StatusCodes.Status413PayloadTooLarge, "Send at most a megabyte."));
        }

        try
        {
            var json = JsonDocument.Parse(body.Bytes.ToArray());
            if (json.RootElement.ValueKind == JsonValueKind.Object)
            {
                return (json, null);
            }

            json.Dispose();
            return (null, Refuse(StatusCodes.Status400BadRequest, "The body is no JSON object."));
        }
        catch (JsonException fault)
        {
            return (null, Refuse(StatusCodes.Status400BadRequest, $"The body is no JSON: {fault.Message}"));
        }
    }

    public static IResult Refuse(int status, string message) => Results.Json(new { message }, statusCode: status);
}
