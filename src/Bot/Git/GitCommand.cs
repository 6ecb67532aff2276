using System.Text;

namespace Sluice.Bot.Git;

/// <summary>One run of git.</summary>
/// <param name="Directory">The bare repository; where it is made, the directory above.</param>
public sealed record GitCommand(string Directory, params string[] Arguments)
{
    public string Verb => Arguments[0];

    public string? Input { get; init; }

    /// <summary>What the answer depends on besides the arguments: an answer that is kept is kept for this.</summary>
    public string Given { get; init; } = "";

    /// <summary>Goes into the environment only: it may hold secrets.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Environment { get; init; } = [];

    /// <summary>More settings, as <c>-c</c> would give them; they are passed by the environment, hence may hold secrets too.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Settings { get; init; } = [];

    /// <summary>Bytes of standard output.</summary>
    public int Limit { get; init; } = 64 * 1024 * 1024;

    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>What a log may show: never the environment.</summary>
    public override string ToString() => "git " + string.Join(' ', Arguments);
}

/// <param name="Errors">What it said on standard error, cut at 64 KiB.</param>
public sealed record GitOutput(int Exit, byte[] Bytes, string Errors)
{
    /// <summary>Bytes that are not UTF-8 become replacement characters.</summary>
    public string Text => Decode(Bytes);

    public string Line => Text.TrimEnd('\n');

    public static string Decode(byte[] bytes) => Encoding.UTF8.GetString(bytes);
}

/// <summary>Git could not do what can always be done: not installed, a damaged mirror, a full disk.</summary>
public sealed class GitException : Exception
{
    public GitException(string message)
        : base(message) { }

    public GitException(string message, Exception inner)
        : base(message, inner) { }

    /// <summary>It said more than it was asked for.</summary>
    public bool IsTooMuch { get; init; }

    /// <summary>It was stopped, because nobody waits longer for that.</summary>
    public bool TookTooLong { get; init; }
}
