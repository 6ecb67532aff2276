using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Queue;

/// <summary>How builds and their branches are named (contract, section 4).</summary>
internal static class CandidateBranch
{
    public static string Of(string lane, string build) => $"sluice/queue/{lane}/{build}";

    /// <summary>A digest of what is built and of the order's number: twelve hexadecimal digits.</summary>
    public static string Id(string? parent, Sha root, IEnumerable<Member> members, int attempt)
    {
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"{parent}\n{root}\n{string.Join('\n', members.Select(member => string.Create(CultureInfo.InvariantCulture, $"{member.Number} {member.Head}")))}\n{attempt}"
        );
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..12];
    }
}
