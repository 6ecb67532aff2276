using System.Text;
using Sluice.Bot.Settings;

namespace Sluice.Bot.Visiting;

/// <summary>
/// What cookies are sealed with: the operator's key, or one that follows from the client's secret; either way the same on every replica.
/// </summary>
internal sealed class SignInKeys
{
    public SignInKeys(BotSettings settings)
    {
        if (settings.GitHub.Client is { } client)
        {
            var key = settings.EncryptionKey is { } told ? [.. told] : Encoding.UTF8.GetBytes(client.Secret);
            (Session, Asking) = (new Sealing(key, "session"), new Sealing(key, "sign-in"));
        }
    }

    /// <summary>Null: nobody can sign in.</summary>
    public Sealing? Session { get; }

    public Sealing? Asking { get; }
}
