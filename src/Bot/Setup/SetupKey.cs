using System.Security.Cryptography;
using Sluice.Bot.Settings;

namespace Sluice.Bot.Setup;

/// <summary>
/// What credentials are sealed with: the operator's key, or beside a private PostgreSQL one that is made below <c>Data__Path</c>.
/// </summary>
internal static class SetupKey
{
    /// <summary>Null: nothing can be stored, because every replica would need the same key.</summary>
    public static byte[]? Of(BotSettings settings, bool isPrivate) =>
        settings.EncryptionKey is { } told ? [.. told]
        : isPrivate ? Made(Place(settings))
        : null;

    /// <summary>For who only looks; null: none is told, and none was made.</summary>
    public static byte[]? Known(BotSettings settings) =>
        settings.EncryptionKey is { } told ? [.. told]
        : settings.Database is null && File.Exists(Place(settings)) ? File.ReadAllBytes(Place(settings))
        : null;

    private static string Place(BotSettings settings) => Path.Combine(settings.DataPath, "encryption.key");

    private static byte[] Made(string path)
    {
        if (!File.Exists(path))
        {
            var terms = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                terms.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using var file = new FileStream(path, terms);
            file.Write(RandomNumberGenerator.GetBytes(32));
        }

        return File.ReadAllBytes(path) is { Length: 32 } key
            ? key
            : throw new SettingsException([$"Data__Path: {path} is no key of 32 bytes: put the one back that was made there."]);
    }
}
