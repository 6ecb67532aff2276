using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Sluice.Cli.Demo;

/// <summary>Prometheus' query API over the fleet's counters, on the loopback address.</summary>
public sealed class MetricsFace : IAsyncDisposable
{
    private readonly WebApplication _application;

    private MetricsFace(WebApplication application) => _application = application;

    /// <summary>Answers that it is not well.</summary>
    public bool IsDown { get; set; }

    public string Url => _application.Urls.First();

    public static async Task<MetricsFace> Start(Counters counters)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var application = builder.Build();
        var face = new MetricsFace(application);
        application.MapMethods(
            "/api/v1/query",
            ["GET", "POST"],
            async (HttpRequest request) =>
            {
                if (face.IsDown)
                {
                    return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
                }

                IFormCollection? form;
                try
                {
                    form = request.HasFormContentType ? await request.ReadFormAsync() : null;
                }
                catch (Exception fault)
                    when (fault is InvalidDataException or IOException && !request.HttpContext.RequestAborted.IsCancellationRequested)
                {
                    return Results.Json(
                        new
                        {
                            status = "error",
                            errorType = "bad_data",
                            error = "this is no whole form",
                        },
                        statusCode: StatusCodes.Status400BadRequest
                    );
                }

                var (status, body) = counters.Query(Parameter("query") ?? "", Parameter("time"));
                return Results.Json(body, statusCode: status);

                string? Parameter(string name) => (form is null ? request.Query[name] : form[name]).FirstOrDefault();
            }
        );
        application.MapGet("/metrics", () => Results.Text(counters.Exposed(), "text/plain; version=0.0.4"));
        await application.StartAsync();
        return face;
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();
}
