using System.Text.Json.Nodes;
using Sluice.Hub.Limits;

namespace Sluice.Hub.Rest;

/// <summary>GET /rate_limit.</summary>
internal static class RateLimitApi
{
    private static readonly string[] Resources =
    [
        "core",
        "search",
        "graphql",
        "integration_manifest",
        "source_import",
        "code_scanning_upload",
        "actions_runner_registration",
        "scim",
    ];

    public static void Map(Routes routes, Gatehouse gatehouse) =>
        routes.Get(
            "/rate_limit",
            Need.Nothing,
            call =>
            {
                var passage = gatehouse.PassageOf(call);
                var resources = new JsonObject();
                foreach (var resource in Resources)
                    resources[resource] = Shape(gatehouse.Toll.Look(passage with { Resource = resource }, call.World.Now));
                return Reply.Ok(new JsonObject { ["resources"] = resources, ["rate"] = resources["core"]!.DeepClone() });
            }
        );

    private static JsonObject Shape(Standing standing) =>
        new()
        {
            ["limit"] = standing.Limit,
            ["used"] = standing.Used,
            ["remaining"] = standing.Remaining,
            ["reset"] = standing.Resets.ToUnixTimeSeconds(),
        };
}
