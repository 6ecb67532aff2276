using System.Data.Common;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Webhooks;

/// <summary>Where GitHub's deliveries come in. Answers 202 only after what they tell is stored.</summary>
/// <param name="secrets">Any of them may have signed; empty: no App is registered yet.</param>
/// <param name="receive">Stores the delivery's id with its facts; false: it had come before.</param>
/// <param name="reach">Asks GitHub anew which repositories the App reaches.</param>
public sealed partial class Door(
    Func<IReadOnlyCollection<string>> secrets,
    Func<string, IReadOnlyList<Fact>, CancellationToken, Task<bool>> receive,
    Func<CancellationToken, Task> reach,
    TimeProvider clock,
    ILogger<Door> log
)
{
    /// <summary>GitHub sends no larger ones.</summary>
    public const int Limit = 25 * 1024 * 1024;

    /// <summary>GitHub's have 36 characters.</summary>
    private const int LongestId = 100;

    private readonly Seldom _forged = new(clock);
    private readonly Seldom _noRoom = new(clock);

    private static readonly JsonDocumentOptions Depth = new() { MaxDepth = Sieve.Deepest };

    /// <summary>
    /// Looks whether there are other secrets than were known, before a delivery is refused; false: others there cannot be.
    /// </summary>
    public Func<CancellationToken, Task<bool>> LookAgain { get; init; } = _ => Task.FromResult(false);

    /// <summary>Told of each that is taken in: when it came, its event, its id, what it tells, and whether it is new.</summary>
    internal Action<DateTimeOffset, string, string, IReadOnlyList<Fact>, bool>? Taken { get; init; }

    /// <summary>What the deliveries of all doors share while they come.</summary>
    internal BodyRoom Room { get; init; } = new();

    public async Task Open(HttpContext http)
    {
        var came = clock.GetUtcNow();
        if (secrets().Count == 0)
        {
            await Answer(http, StatusCodes.Status503ServiceUnavailable, "No App is registered yet: see /setup.");
            return;
        }

        if (!http.Request.HasJsonContentType())
        {
            await Answer(http, StatusCodes.Status415UnsupportedMediaType, "Set the webhook's content type to application/json.");
            return;
        }

        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = null; // ours is looked at below, in its own order
        }

        var (read, refusal) = await Body.Read(http, Limit, Room);
        using var body = read;
        if (body is null)
        {
            await Refuse(http, refusal);
            return;
        }

        if (!IsSigned(http, body.Bytes) && !(await LookAgain(http.RequestAborted) && IsSigned(http, body.Bytes)))
        {
            _forged.Tell(untold => Forged(log, untold));
            await Answer(http, StatusCodes.Status401Unauthorized, "The signature does not match the webhook secret.");
            return;
        }

        await Read(http, came, body.Bytes);
    }

    private bool IsSigned(HttpContext http, ReadOnlyMemory<byte> body)
    {
        var holds = false;
        foreach (var secret in secrets())
        {
            holds |= Signature.Holds(secret, body.Span, http.Request.Headers["X-Hub-Signature-256"]);
        }

        return holds;
    }

    private async Task Read(HttpContext http, DateTimeOffset came, Memory<byte> body)
    {
        string? kind = http.Request.Headers["X-GitHub-Event"],
            delivery = http.Request.Headers["X-GitHub-Delivery"];
        if (string.IsNullOrEmpty(kind))
        {
            await Answer(http, StatusCodes.Status400BadRequest, "The header X-GitHub-Event is missing: it names the event, such as push.");
            return;
        }

        if (string.IsNullOrEmpty(delivery))
        {
            await Answer(
                http,
                StatusCodes.Status400BadRequest,
                "The header X-GitHub-Delivery is missing: it names the delivery, so that the same one is not taken twice."
            );
            return;
        }

        if (delivery.Length > LongestId)
        {
            await Answer(
                http,
                StatusCodes.Status400BadRequest,
                $"The header X-GitHub-Delivery has {delivery.Length} characters: at most {LongestId} are taken."
            );
            return;
        }

        Told told;
        try
        {
            using var json = JsonDocument.Parse(
                FactReader.WantedOf(kind) is { } wanted ? body[..Sieve.Keep(body.Span, wanted)] : body,
                Depth
            );
            if (json.RootElement.ValueKind != JsonValueKind.Object)
            {
                throw new JsonException("not an object");
            }

            told = FactReader.Read(kind, json.RootElement, clock.GetUtcNow());
        }
        catch (JsonException)
        {
            await Answer(
                http,
                StatusCodes.Status400BadRequest,
                $"The body cannot be read. Send one JSON object, whole and with nothing behind it, nested at most {Sieve.Deepest} deep."
            );
            return;
        }

        bool isNew;
        try
        {
            isNew = await receive(delivery, told.Facts, http.RequestAborted);
        }
        catch (DbException fault)
        {
            NotStored(log, kind, fault.Message);
            await Answer(http, StatusCodes.Status503ServiceUnavailable, "It cannot be stored now; GitHub is asked to deliver it again.");
            return;
        }

        Taken?.Invoke(came, kind, delivery, told.Facts, isNew);
        if (isNew && told.Reach)
        {
            await reach(http.RequestAborted);
        }

        http.Response.StatusCode = StatusCodes.Status202Accepted;
    }

    private Task Refuse(HttpContext http, int status)
    {
        if (status == StatusCodes.Status503ServiceUnavailable)
        {
            _noRoom.Tell(untold => NoRoom(log, untold));
        }

        return Answer(
            http,
            status,
            status switch
            {
                StatusCodes.Status413PayloadTooLarge => "A delivery has at most 25 MiB.",
                StatusCodes.Status503ServiceUnavailable => "Too much is coming in at once; GitHub is asked to deliver it again.",
                _ => "It came too slowly, or broke off.",
            }
        );
    }

    private static async Task Answer(HttpContext http, int status, string says)
    {
        http.Response.StatusCode = status;
        await http.Response.WriteAsJsonAsync(new { message = says }, http.RequestAborted);
    }

    [LoggerMessage(LogLevel.Warning, "A delivery ({Kind}) could not be stored, and is asked for again: {Why}")]
    private static partial void NotStored(ILogger log, string kind, string why);

    [LoggerMessage(
        LogLevel.Warning,
        "A delivery was refused (503): those that are coming hold all the memory that they may ({Untold} more since this was told last). If it goes on, see docs/security.md"
    )]
    private static partial void NoRoom(ILogger log, long untold);

    [LoggerMessage(
        LogLevel.Warning,
        "A delivery with a missing or wrong signature was refused (401; {Untold} more since this was told last)"
    )]
    private static partial void Forged(ILogger log, long untold);
}
