using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Sluice.Bot.Webhooks;

namespace Sluice.Bot.Api;

/// <summary>The JSON object that a program hands in.</summary>
internal static class UploadBody
{
    private const int Most = 1024 * 1024;

    /// <summary>
    /// The object, or what is answered instead: not JSON 415, over a megabyte 413, too much at once 503, too slow 408, malformed 400.
    /// </summary>
    public static async Task<(JsonDocument? Json, IResult? Refusal)> Read(HttpContext http, BodyRoom room)
    {
        if (!http.Request.HasJsonContentType())
        {
            return (null, Problem.Of(StatusCodes.Status415UnsupportedMediaType, "Send application/json."));
        }

        var (read, refusal) = await Body.Read(http, Most, room);
        using var body = read;
        if (body is null)
        {
            return (
                null,
                Problem.Of(
                    refusal,
                    refusal switch
                    {
                        StatusCodes.Status413PayloadTooLarge => "Send at most a megabyte.",
                        StatusCodes.Status503ServiceUnavailable => "Too much is coming in at once. Send it again in a while.",
                        _ => "It came too slowly, or broke off. Send it again.",
                    }
                )
            );
        }

        try
        {
            var bytes = body.Bytes.ToArray();
            var json = JsonDocument.Parse(bytes);
            if (!IsText(bytes))
            {
                json.Dispose();
                return (
                    null,
                    Problem.Of(
                        StatusCodes.Status400BadRequest,
                        "A text in the body is no Unicode: it holds half of a surrogate pair, or bytes that are not UTF-8."
                    )
                );
            }

            if (json.RootElement.ValueKind == JsonValueKind.Object)
            {
                return (json, null);
            }

            json.Dispose();
            return (null, Problem.Of(StatusCodes.Status400BadRequest, "The body is no JSON object."));
        }
        catch (JsonException)
        {
            return (
                null,
                Problem.Of(
                    StatusCodes.Status400BadRequest,
                    "The body cannot be read. Send one JSON object, whole and with nothing behind it, nested at most 64 deep."
                )
            );
        }
    }

    /// <summary>The parser looks at a text only when somebody reads it, and throws then.</summary>
    private static bool IsText(byte[] json)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            while (reader.Read())
            {
                _ = reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName ? reader.GetString() : null;
            }

            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
