using System.Text;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Words;

/// <summary>The contract's stable words: names of the closed sets in lower case with underscores.</summary>
public static class Slugs
{
    public static string Of(PullState state) => Snake(state.ToString());

    public static string Of(Code code) => Snake(code.ToString());

    public static string Of(NextAction next) => Snake(next.ToString());

    public static string Of(Band band) => Snake(band.ToString());

    public static string Of(OriginClass origin) => Snake(origin.ToString());

    public static string Of(CheckState state) => Snake(state.ToString());

    public static string Of(Priority priority) => Snake(priority.ToString());

    private static string Snake(string name)
    {
        var words = new StringBuilder();
        foreach (var letter in name)
        {
            if (char.IsUpper(letter) && words.Length > 0)
            {
                words.Append('_');
            }

            words.Append(char.ToLowerInvariant(letter));
        }

        return words.ToString();
    }
}
