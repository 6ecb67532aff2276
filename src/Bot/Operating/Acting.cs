using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Sluice.Bot.Pages;
using Sluice.Bot.Settings;
using Sluice.Bot.Visiting;
using Sluice.Flow;

namespace Sluice.Bot.Operating;

/// <summary>What operators do: by themselves, from our own page, and written down before it is done.</summary>
internal sealed partial class Acting(Operators operators, OperatorBooks books, PublicAddress address, ILogger<Acting> log)
{
    private const int LongestAbout = 200;

    /// <param name="make">It, of what it is about.</param>
    /// <param name="aboutSubject">It is about a subject that is known.</param>
    /// <param name="wantsReason">What it is about is why.</param>
    public async Task<IResult> Do(
        HttpContext http,
        string act,
        Func<string, Task> make,
        CancellationToken stop,
        bool aboutSubject = false,
        bool wantsReason = false
    )
    {
        if (!SameOrigin.Holds(http.Request, address))
        {
            return Page.NotOurs(address.Root);
        }

        if (await operators.Of(http) is not { } login)
        {
            return Page.NotFound();
        }

        var (form, trouble) = await Forms.Read(http.Request, stop);
        if (trouble is not null)
        {
            return trouble;
        }

        var told = form["about"].ToString();
        var about = aboutSubject ? told : Clipped.To(told, LongestAbout); // a name that is cut is another one
        if (aboutSubject && !await books.Knows(about, stop))
        {
            return Results.Text(
                "Nothing of that name takes turns: go back, and load the page anew.",
                statusCode: StatusCodes.Status400BadRequest
            );
        }

        if (wantsReason && string.IsNullOrWhiteSpace(about))
        {
            return Results.Text("Say why: go back, and give a reason.", statusCode: StatusCodes.Status400BadRequest);
        }

        await books.Note(login, act, about, stop); // before it is done: nothing is done that is not written down
        Did(login, act, about);
        await make(about);
        return Results.LocalRedirect("/operator");
    }

    [LoggerMessage(LogLevel.Warning, "Operator {Login}: {Act} {About}")]
    private partial void Did(string login, string act, string about);
}
