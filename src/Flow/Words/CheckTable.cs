using System.Text;
using Sluice.Flow.Repo;
using static Sluice.Flow.Words.Markup;

namespace Sluice.Flow.Words;

internal static class CheckTable
{
    private const int Rows = 20;

    /// <summary>A table of checks with links; empty where there is none.</summary>
    public static string Of(Row<Check> checks)
    {
        if (checks.Count == 0)
        {
            return "";
        }

        var text = new StringBuilder("| check | result |\n|---|---|\n");
        foreach (var check in checks.Take(Rows))
        {
            text.Append("| ")
                .Append(Link(check.Name, check.Url))
                .Append(" | ")
                .Append(Slugs.Of(check.State).Replace('_', ' '))
                .Append(" |\n");
        }

        return text.Append(checks.Count > Rows ? $"\nand {checks.Count - Rows} more\n" : "").ToString();
    }
}
