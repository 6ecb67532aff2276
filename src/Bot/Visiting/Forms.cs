using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Sluice.Bot.Visiting;

/// <summary>What a browser hands in with a button of ours: a few short fields, no file.</summary>
internal static class Forms
{
    private const int MostBytes = 64 * 1024;

    /// <summary>Whoever asks without a body handed in an empty form.</summary>
    /// <returns>The form, or what whoever sent something else is told.</returns>
    public static async Task<(IFormCollection Form, IResult? Trouble)> Read(HttpRequest request, CancellationToken stop)
    {
        if (request.ContentType is null && request.ContentLength is null or 0)
        {
            return (FormCollection.Empty, null);
        }

        if (!request.HasFormContentType)
        {
            return Not(StatusCodes.Status400BadRequest, "This takes a form: application/x-www-form-urlencoded or multipart/form-data.");
        }

        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = MostBytes;
        }

        try
        {
            return (
                await request.ReadFormAsync(
                    new FormOptions { BufferBodyLengthLimit = MostBytes, MultipartBodyLengthLimit = MostBytes },
                    stop
                ),
                null
            );
        }
        catch (BadHttpRequestException fault) when (fault.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return Not(fault.StatusCode, $"A form of ours has at most {MostBytes / 1024} KB.");
        }
        catch (Exception fault)
            when (fault is InvalidDataException or BadHttpRequestException || (fault is IOException && !stop.IsCancellationRequested))
        {
            return Not(StatusCodes.Status400BadRequest, "This is no whole form: go back, load the page anew, and try again.");
        }
    }

    private static (IFormCollection, IResult?) Not(int status, string says) =>
        (FormCollection.Empty, Results.Text(says, statusCode: status));
}
