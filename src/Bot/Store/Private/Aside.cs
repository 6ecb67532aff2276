using System.Security.Cryptography;
using System.Text;

namespace Sluice.Bot.Store.Private;

/// <summary>
/// Where the private server stands when its data folder lies within folders that are closed to its owner, such as root's home:
/// in a folder of the system, with a link from where it was wanted. Those whose link is gone are tidied away.
/// </summary>
internal static class Aside
{
    private const string Root = "/var/lib/sluice";
    private const string For = "for";

    public static string Make(string wanted)
    {
        Directory.CreateDirectory(Root);
        Tidy();
        var home = Path.Combine(Root, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(wanted)))[..12]);
        Directory.CreateDirectory(home);
        if (new FileInfo(wanted).LinkTarget is null && !Directory.Exists(wanted))
        {
            File.CreateSymbolicLink(wanted, home);
        }

        File.WriteAllText(Path.Combine(home, For), wanted); // last: without it nobody tidies
        return home;
    }

    private static void Tidy()
    {
        foreach (var home in Directory.GetDirectories(Root))
        {
            var note = Path.Combine(home, For);
            if (File.Exists(note) && new FileInfo(File.ReadAllText(note)).LinkTarget != home && !File.Exists(Path.Combine(home, "cluster", "postmaster.pid")))
            {
                Directory.Delete(home, recursive: true);
            }
        }
    }
}
