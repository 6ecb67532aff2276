using System.Text.Json.Nodes;

namespace Sluice.Bot.Setup;

/// <summary>What GitHub is asked to register: <c>app-manifest/manifest.json</c> with this process's address.</summary>
internal static class Manifest
{
    public static string At(string address, string name)
    {
        using var file = typeof(Manifest).Assembly.GetManifestResourceStream("manifest.json")!;
        var manifest = JsonNode.Parse(file)!.AsObject();
        manifest["name"] = name;
        manifest["url"] = address;
        manifest["redirect_url"] = $"{address}/setup/callback";
        manifest["callback_urls"] = new JsonArray($"{address}/signin/callback");
        manifest["hook_attributes"] = new JsonObject { ["url"] = $"{address}/webhooks", ["active"] = true };
        return manifest.ToJsonString();
    }
}
