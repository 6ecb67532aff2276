namespace Sluice.Bot.Settings;

/// <summary>The words after <c>sluice serve</c>: settings, and nothing that would be passed over in silence.</summary>
internal static class CommandWords
{
    /// <summary>What is wrong with them, a line each.</summary>
    public static IEnumerable<string> Faults(IReadOnlyList<string> words)
    {
        for (var index = 0; index < words.Count; index++)
        {
            var word = words[index];
            var equals = word.IndexOf('=', StringComparison.Ordinal);
            var key = (equals < 0 ? word : word[..equals]).TrimStart('-', '/');
            if (!word.StartsWith("--", StringComparison.Ordinal))
            {
                yield return $"'{word}' is no setting: one is given as --GitHub:AppId=7, or as GitHub__AppId=7 in the environment.";
            }
            else if (KnownKeys.IsForeign(key))
            {
                yield return $"--{key} is no setting.{(KnownKeys.Meant(key) is { } meant ? $" Did you mean --{meant}?" : " docs/configuration.md lists them.")}";
            }
            else if (equals < 0 && (index + 1 == words.Count || words[index + 1].StartsWith("--", StringComparison.Ordinal)))
            {
                yield return $"--{key} has no value: --{key}=VALUE gives it one.";
            }
            else if (equals < 0)
            {
                index++; // its value is a word of its own
            }
        }
    }
}

/// <summary>The words after the verb are none that it takes.</summary>
public sealed class WrongWordsException(IReadOnlyList<string> faults) : SettingsException(faults);
