using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Sluice.Bot.Settings;
using Sluice.Flow;

namespace Sluice.Bot.Visiting;

/// <summary>Tells from a request who asks.</summary>
internal sealed class Visitors(Row<ApiToken> tokens, WorkflowTokens workflows, Sessions sessions, PublicAddress address)
{
    private static readonly Visitor Nobody = new Visitor.Nobody();

    /// <summary>
    /// GitHub's tokens: of people, of Apps on their behalf, of installations and of workflows. Nothing else is shown to GitHub.
    /// </summary>
    private static readonly string[] OfGitHub = ["ghp_", "gho_", "ghu_", "ghs_", "github_pat_"];

    private const int Longest = 8 * 1024;

    /// <summary>Asked once for a request.</summary>
    public async ValueTask<Visitor> Of(HttpContext http)
    {
        if (http.Items.TryGetValue(typeof(Visitor), out var known))
        {
            return (Visitor)known!;
        }

        var visitor = Credential(http.Request) is { } credential
            ? await Known(credential, From(http.Connection.RemoteIpAddress), http.RequestAborted)
            : (Visitor?)SignedIn(http.Request) ?? Nobody;
        http.Items[typeof(Visitor)] = visitor;
        return visitor;
    }

    /// <summary>Null: none was shown.</summary>
    private static string? Credential(HttpRequest request) =>
        request.Headers.Authorization.ToString().Split(' ', 2) switch
        {
            [var scheme, var value]
                when scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase)
                    || scheme.Equals("token", StringComparison.OrdinalIgnoreCase) => value.Trim(),
            [""] => null,
            _ => "",
        };

    /// <summary>
    /// A browser sends its cookie on whatever page's behalf: it counts where nothing changes, or where our own page asked.
    /// </summary>
    private Visitor.Person? SignedIn(HttpRequest request) => SameOrigin.Holds(request, address) ? sessions.Of(request) : null;

    private async Task<Visitor> Known(string credential, string from, CancellationToken stop)
    {
        if (credential.Length is 0 or > Longest || !credential.All(char.IsAscii))
        {
            return Nobody;
        }

        if (Made(credential) is { } token)
        {
            return new Visitor.Program(token);
        }

        if (OfGitHub.Any(prefix => credential.StartsWith(prefix, StringComparison.Ordinal)))
        {
            return new Visitor.Bearer(credential) { From = from };
        }

        return await workflows.Read(credential, stop) is { } claims ? new Visitor.Workflow(claims) : Nobody;
    }

    /// <summary>One who has an IPv6 address has the 64 bits below it too.</summary>
    private static string From(IPAddress? address) =>
        address switch
        {
            null => "",
            { IsIPv4MappedToIPv6: true } => address.MapToIPv4().ToString(),
            { AddressFamily: AddressFamily.InterNetworkV6 } => Convert.ToHexStringLower(address.GetAddressBytes().AsSpan(0, 8)),
            _ => address.ToString(),
        };

    /// <summary>Every digest is compared to its end, whichever matches.</summary>
    private ApiToken? Made(string credential)
    {
        var digest = Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(credential))));
        ApiToken? made = null;
        foreach (var token in tokens)
        {
            made = CryptographicOperations.FixedTimeEquals(digest, Encoding.ASCII.GetBytes(token.Sha256)) ? token : made;
        }

        return made;
    }
}
