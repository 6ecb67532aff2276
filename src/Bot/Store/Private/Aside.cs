using System.Security.Cryptography;
using System.Text;

namespace Sluice.Bot.Store.Private;

/// <summary>
/// Where the private server stands when its data folder lies within folders that are closed to its owner, such as root's home: in a folder
/// of the system, with a link from where it was wanted. A link that is gone says nothing: the data folder may have been moved, or its disk
/// not be mounted.
/// </summary>
internal static class Aside
{
    public const string Root = "/var/lib/sluice";

    /// <exception cref="PrivatePostgresException">There is a cluster already where its owner cannot reach it.</exception>
    public static string Make(string wanted, string root = Root)
    {
        Directory.CreateDirectory(root);
        foreach (var left in Directory.GetDirectories(root))
        {
            Passing.Tidy(left);
        }

        var link = new FileInfo(wanted).LinkTarget;
        if (link is null && Cluster.Exists(wanted))
        {
            throw new PrivatePostgresException(
                $"Data__Path: the database in {wanted} lies within a folder that the user postgres may not enter. Open the folders above it to others (chmod o+x), or move it."
            );
        }

        // Of a data folder that was moved the link still leads to its own.
        var home =
            link is not null && Path.GetDirectoryName(link) == root
                ? link
                : Path.Combine(root, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(wanted)))[..12]);
        Directory.CreateDirectory(home);
        if (link is null && !Directory.Exists(wanted))
        {
            File.CreateSymbolicLink(wanted, home);
        }

        return home;
    }
}
