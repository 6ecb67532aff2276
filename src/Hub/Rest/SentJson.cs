using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sluice.Hub.Rest;

/// <summary>JSON that somebody sent: no key stands twice in it, and each of its texts is one.</summary>
internal static class SentJson
{
    private static readonly JsonDocumentOptions Once = new() { AllowDuplicateProperties = false };

    /// <returns>False: it is not JSON; whoever sent it is told so.</returns>
    public static bool TryRead(byte[] utf8, out JsonNode? json)
    {
        json = null;
        try
        {
            var reader = new Utf8JsonReader(utf8);
            while (reader.Read())
            {
                // Half a pair of surrogates, or bytes that are no UTF-8, show only to whoever reads the text.
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName)
                    _ = reader.GetString();
            }

            json = JsonNode.Parse(utf8, null, Once);
            return true;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return false;
        }
    }
}
