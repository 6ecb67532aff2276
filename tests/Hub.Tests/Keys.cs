using System.Security.Cryptography;

namespace Sluice.Hub.Tests;

/// <summary>One App key for all tests: to make one takes a tenth of a second.</summary>
internal static class Keys
{
    public static string One { get; } = Make();

    private static string Make()
    {
        using var key = RSA.Create(2048);
        return key.ExportRSAPrivateKeyPem();
    }
}
