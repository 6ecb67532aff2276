using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Sluice.Bot.Pages;

/// <summary>
/// A file that pages need. Its address holds what is in it, so that a browser may keep it for ever; and no account on GitHub is named "-".
/// </summary>
internal sealed class Asset
{
    private readonly byte[] _bytes;
    private readonly string _type;

    private Asset(string name, string type)
    {
        using var file =
            typeof(Asset).Assembly.GetManifestResourceStream($"Sluice.Bot.Pages.Assets.{name}")
            ?? throw new InvalidOperationException($"{name} is not in the assembly");
        _bytes = new byte[file.Length];
        file.ReadExactly(_bytes);
        _type = type;
        Path = $"/-/{Convert.ToHexStringLower(SHA256.HashData(_bytes))[..12]}/{name}";
    }

    public static Asset Style { get; } = new("sluice.css", "text/css; charset=utf-8");

    public static Asset Live { get; } = new("live.js", "text/javascript; charset=utf-8");

    public static Asset Icon { get; } = new("icon.svg", "image/svg+xml");

    public string Path { get; }

    public static void MapAll(IEndpointRouteBuilder routes)
    {
        foreach (var asset in new[] { Style, Live, Icon })
        {
            routes.MapRead(asset.Path, (HttpContext context) => asset.Answer(context.Response));
        }
    }

    private IResult Answer(HttpResponse response)
    {
        response.Headers.CacheControl = "public, max-age=31536000, immutable";
        response.Headers.XContentTypeOptions = "nosniff";
        return Results.Bytes(_bytes, _type);
    }
}
