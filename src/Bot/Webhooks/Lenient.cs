using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Sluice.Flow.Repo;

namespace Sluice.Bot.Webhooks;

/// <summary>Reads what is there, and takes what is not, or is of another kind, for nothing.</summary>
internal static class Lenient
{
    public static JsonElement At(this JsonElement from, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (from.ValueKind != JsonValueKind.Object || !from.TryGetProperty(name, out from))
            {
                return default;
            }
        }

        return from;
    }

    public static string? Text(this JsonElement from, params ReadOnlySpan<string> path)
    {
        var value = from.At(path);
        if (value.ValueKind != JsonValueKind.String)
        {
            return null;
        }

        try
        {
            // No database stores a zero character; as nothing it would make one name of another.
            return value.GetString()?.Replace('\0', '\ufffd');
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair is no text, nor are odd bytes; their escape is.
            return Encoding.UTF8.GetString(JsonMarshal.GetRawUtf8Value(value)).Trim('"');
        }
    }

    public static long? Number(this JsonElement from, params ReadOnlySpan<string> path)
    {
        var value = from.At(path);
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : null;
    }

    public static bool Flag(this JsonElement from, params ReadOnlySpan<string> path) => from.At(path).ValueKind == JsonValueKind.True;

    /// <summary>A time as text or, as in pushes, as seconds.</summary>
    public static DateTimeOffset? Time(this JsonElement from, params ReadOnlySpan<string> path)
    {
        if (from.Number(path) is { } seconds)
        {
            return seconds is >= 0 and < 253_402_300_800 ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;
        }

        return DateTimeOffset.TryParse(from.Text(path), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time.ToUniversalTime()
            : null;
    }

    public static Sha? Sha(this JsonElement from, params ReadOnlySpan<string> path) =>
        from.Text(path) is { } hex && Flow.Repo.Sha.IsValid(hex) && hex.AsSpan().ContainsAnyExcept('0') ? new Sha(hex) : null;

    public static IEnumerable<JsonElement> Each(this JsonElement from, params ReadOnlySpan<string> path)
    {
        var value = from.At(path);
        return value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : [];
    }

    /// <summary>Whose account was deleted is GitHub's own "ghost".</summary>
    public static Actor Actor(this JsonElement from, params ReadOnlySpan<string> path)
    {
        var user = from.At(path);
        return user.Number("id") is { } id && user.Text("login") is { } login
            ? new(
                id,
                login,
                user.Text("type") switch
                {
                    "Bot" => ActorKind.Bot,
                    "Organization" => ActorKind.Organization,
                    _ => ActorKind.User,
                }
            )
            : new(0, "ghost");
    }
}
