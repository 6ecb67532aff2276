using System.Globalization;
using System.Text.Json.Nodes;
using Sluice.Hub.Hooks;
using Sluice.Hub.Model;
using Sluice.Hub.Payloads;

namespace Sluice.Hub.Rest;

/// <summary>An App's webhook: its settings, what was delivered, and delivering again.</summary>
internal static class HooksApi
{
    public static void Map(Routes routes, Deliveries deliveries)
    {
        routes.Get("/app/hook/config", Need.AppToken, call => Reply.Ok(Config(App(call))));
        routes.Patch("/app/hook/config", Need.AppToken, Configure);
        routes.Get("/app/hook/deliveries", Need.AppToken, call => List(call, deliveries));
        routes.Get("/app/hook/deliveries/{id}", Need.AppToken, call => Found(call, deliveries, d => Reply.Ok(Full(call, d))));
        routes.Post(
            "/app/hook/deliveries/{id}/attempts",
            Need.AppToken,
            call =>
                Found(
                    call,
                    deliveries,
                    d =>
                    {
                        deliveries.Redeliver(d);
                        return new Reply(202, new JsonObject());
                    }
                )
        );
    }

    private static App App(Call call) => ((Caller.TheApp)call.Caller).App;

    private static Reply Configure(Call call)
    {
        var app = App(call);
        if (call.Optional("url") is { } url && !Names.IsWebAddress(url))
            return Reply.Refused(Refusal.Invalid("Hook", "url", "invalid"));
        app.WebhookUrl = call.Optional("url") ?? app.WebhookUrl;
        app.WebhookSecret = call.Optional("secret") ?? app.WebhookSecret;
        return Reply.Ok(Config(app));
    }

    private static JsonObject Config(App app)
    {
        var shape = new JsonObject { ["content_type"] = "json", ["insecure_ssl"] = "0" };
        if (app.WebhookSecret.Length > 0)
            shape["secret"] = "********";
        if (app.WebhookUrl is not null)
            shape["url"] = app.WebhookUrl;
        return shape;
    }

    // Pages by cursor: the number of the last delivery that was shown.
    private static Reply List(Call call, Deliveries deliveries)
    {
        var size = Math.Clamp(call.QueryNumber("per_page", 30), 1, 100);
        var cursor =
            call.Query("cursor") is not { } text ? long.MaxValue
            : long.TryParse(
                text.AsSpan(text.StartsWith("v1_", StringComparison.Ordinal) ? 3 : 0),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var after
            )
                ? after
            : throw new BodyFault(new Refusal(422, "Invalid cursor."));
        var status = call.Query("status");
        var found = deliveries
            .Of(App(call))
            .Where(d => d.Id < cursor && (status is null || (status == "success") == d.Outcome!.IsSuccess))
            .Take(size + 1)
            .ToArray();
        var page = found.Take(size).ToArray();
        var reply = Reply.Ok(new JsonArray([.. page.Select(Item)]));
        if (found.Length <= size)
            return reply;
        var others = status is null ? "" : $"&status={status}";
        reply.Headers["Link"] = string.Create(
            CultureInfo.InvariantCulture,
            $"<{call.Wire.Api}/app/hook/deliveries?per_page={size}&cursor=v1_{page[^1].Id}{others}>; rel=\"next\""
        );
        return reply;
    }

    private static Reply Found(Call call, Deliveries deliveries, Func<Delivery, Reply> answer) =>
        deliveries.Find(App(call), call.Id("id")) is { } delivery ? answer(delivery) : Reply.Refused(Refusal.NotFound);

    private static JsonObject Item(Delivery delivery) =>
        new()
        {
            ["id"] = delivery.Id,
            ["guid"] = delivery.Guid.ToString("D"),
            ["delivered_at"] = Wire.Time(delivery.DeliveredAt),
            ["redelivery"] = delivery.IsRedelivery,
            ["duration"] = Math.Round(delivery.Outcome!.Duration.TotalSeconds, 2),
            ["status"] = delivery.Outcome.Status,
            ["status_code"] = delivery.Outcome.StatusCode,
            ["event"] = delivery.Event,
            ["action"] = delivery.Action,
            ["installation_id"] = delivery.Installation?.Id,
            ["repository_id"] = delivery.RepositoryId,
            ["throttled_at"] = null,
        };

    private static JsonObject Full(Call call, Delivery delivery)
    {
        var shape = Item(delivery);
        shape["url"] = App(call).WebhookUrl ?? "";
        shape["request"] = new JsonObject
        {
            ["headers"] = new JsonObject(delivery.Headers().Select(h => KeyValuePair.Create(h.Key, (JsonNode?)h.Value))),
            ["payload"] = JsonNode.Parse(delivery.Body),
        };
        shape["response"] = new JsonObject { ["headers"] = new JsonObject(), ["payload"] = delivery.Outcome!.Answer };
        return shape;
    }
}
