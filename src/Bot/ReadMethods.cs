using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Sluice.Bot;

/// <summary>What is only read answers GET, and HEAD with the same head and no body, as monitors and link checkers ask.</summary>
internal static class ReadMethods
{
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    public static void MapRead(this IEndpointRouteBuilder routes, string pattern, Delegate answer) => routes.MapMethods(pattern, Methods, answer);
}
