using System.Globalization;
using Microsoft.Extensions.Configuration;
using Sluice.Flow;

namespace Sluice.Bot.Settings;

/// <summary>
/// Asks a configuration for values, and collects what is wrong with them under the names that environment variables have.
/// </summary>
internal sealed class Asking(IConfiguration configuration)
{
    private readonly List<string> _faults = [];

    public IReadOnlyList<string> Faults => _faults;

    public void Fault(string key, string what) => _faults.Add($"{Environment(key)}: {what}");

    public static string Environment(string key) => key.Replace(":", "__", StringComparison.Ordinal);

    public string? Text(string key) => configuration[key] is { Length: > 0 } text && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;

    /// <param name="most">What is more is refused: nobody takes less in silence.</param>
    public long? Number(string key, long most = long.MaxValue)
    {
        if (Text(key) is not { } text)
        {
            return null;
        }

        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number <= 0)
        {
            Fault(key, $"'{text}' is not a positive whole number.");
            return null;
        }

        if (number > most)
        {
            Fault(key, string.Create(CultureInfo.InvariantCulture, $"'{text}' is more than {most}, which is the most that it can be."));
            return null;
        }

        return number;
    }

    public Uri? Url(string key)
    {
        if (Text(key) is not { } text)
        {
            return null;
        }

        if (Uri.TryCreate(text.TrimEnd('/'), UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.UserInfo.Length == 0)
        {
            return url;
        }

        Fault(key, "it is no address: http:// or https:// with a host, and without a user or a password, is.");
        return null;
    }

    /// <summary>An address that paths are put behind.</summary>
    public Uri? Root(string key)
    {
        var url = Url(key);
        if (url is null || !url.OriginalString.AsSpan().ContainsAny('?', '#'))
        {
            return url;
        }

        Fault(key, "paths are put behind it, so that it can have no ? and no #.");
        return null;
    }

    public TimeSpan? Seconds(string key)
    {
        if (Text(key) is not { } text)
        {
            return null;
        }

        if (
            double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            && seconds is >= 0.1 and <= 86_400
        )
        {
            return TimeSpan.FromSeconds(seconds);
        }

        Fault(key, $"'{text}' is no number of seconds from 0.1 to 86400.");
        return null;
    }

    /// <summary>A list, as KEY__0, KEY__1 … or in one value with commas.</summary>
    public Row<string> List(string key)
    {
        var section = configuration.GetSection(key);
        var values = section.GetChildren().Select(child => child.Value).Prepend(section.Value);
        return values
            .SelectMany(value =>
                (value ?? "").Split([',', ';', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            )
            .ToRow();
    }

    /// <summary>The names that stand under a key, ascending.</summary>
    public IEnumerable<string> Names(string key) =>
        configuration.GetSection(key).GetChildren().Select(child => child.Key).Order(StringComparer.Ordinal);
}

/// <summary>The process cannot start with these settings; one line per fault, each beginning with its key in environment form.</summary>
public class SettingsException(IReadOnlyList<string> faults) : Exception(string.Join(System.Environment.NewLine, faults))
{
    public IReadOnlyList<string> Faults => faults;
}
