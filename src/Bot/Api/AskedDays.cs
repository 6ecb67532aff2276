using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Sluice.Bot.Api;

/// <summary>How much of the past is asked for, as <c>?days=7</c>.</summary>
/// <param name="Number">Null: what was asked cannot be told.</param>
internal sealed record AskedDays(int? Number)
{
    /// <summary>Where nobody says.</summary>
    private const int Usual = 30;

    public static readonly string Says = string.Create(
        CultureInfo.InvariantCulture,
        $"days is a whole number from 1 to {FlowBooks.Longest}, given once; without it, the last {Usual} are told."
    );

    public static readonly Asking Asks = new("days", $"How much of the past is told; {Usual} without it.", 1, FlowBooks.Longest);

    public static ValueTask<AskedDays> BindAsync(HttpContext http) =>
        ValueTask.FromResult(
            new AskedDays(
                !http.Request.Query.TryGetValue("days", out var asked) ? Usual
                : asked is [{ } text]
                && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var days)
                && days is >= 1 and <= FlowBooks.Longest
                    ? days
                : null
            )
        );
}
