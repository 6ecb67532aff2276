using System.Text.RegularExpressions;

namespace Sluice.Hub.Model;

/// <summary>
/// What GitHub lets accounts, repositories and files be called. On disk a repository's folder has its names, so nothing else may come
/// there.
/// </summary>
public static partial class Names
{
    public static bool IsLogin(string text) => Login().IsMatch(text);

    public static bool IsRepository(string text) =>
        Repository().IsMatch(text) && text is not ("." or "..") && !text.EndsWith(".git", StringComparison.OrdinalIgnoreCase);

    /// <summary>A path in a tree: names with slashes between them, none of which leads elsewhere.</summary>
    public static bool IsPath(string text) =>
        text.Length <= 4096
        && !text.Contains('\0', StringComparison.Ordinal)
        && text.Split('/')
            .All(name => name.Length > 0 && name is not ("." or "..") && !name.Equals(".git", StringComparison.OrdinalIgnoreCase));

    public static bool IsWebAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps);

    // Bots' end in [bot]; managed accounts have underscores.
    [GeneratedRegex(@"\A(?=.{1,45}\z)[A-Za-z0-9]+([-_][A-Za-z0-9]+)*-?(\[bot\])?\z")]
    private static partial Regex Login();

    [GeneratedRegex(@"\A[A-Za-z0-9._-]{1,100}\z")]
    private static partial Regex Repository();
}
