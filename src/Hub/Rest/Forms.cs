using Microsoft.AspNetCore.Http;

namespace Sluice.Hub.Rest;

/// <summary>What is handed in as a form, outside the API.</summary>
internal static class Forms
{
    /// <summary>Another kind of body is an empty form.</summary>
    /// <returns>Null: it is not whole, and whoever sent it is told so.</returns>
    public static async Task<IFormCollection?> Read(HttpContext context)
    {
        if (!context.Request.HasFormContentType)
            return FormCollection.Empty;
        try
        {
            return await context.Request.ReadFormAsync(context.RequestAborted);
        }
        catch (Exception fault)
            when (fault is InvalidDataException or BadHttpRequestException
                || (fault is IOException && !context.RequestAborted.IsCancellationRequested)
            )
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await context.Response.WriteAsync("This is no whole form.");
            return null;
        }
    }
}
