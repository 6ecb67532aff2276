using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Sluice.Bot;

/// <summary>
/// What a program is told that asked for what cannot be: RFC 9457's problem, with the <c>message</c> that callers of GitHub's API look for.
/// </summary>
internal static class Problem
{
    /// <param name="message">What is wrong, and what is taken.</param>
    public static IResult Of(int status, string message) =>
        Results.Json(
            new
            {
                title = ReasonPhrases.GetReasonPhrase(status),
                status,
                detail = message,
                message,
            },
            contentType: "application/problem+json",
            statusCode: status
        );

    public static IResult NotFound() => Of(StatusCodes.Status404NotFound, "Not Found");
}
