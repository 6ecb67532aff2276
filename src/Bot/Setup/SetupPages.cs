using Sluice.Bot.Pages;

namespace Sluice.Bot.Setup;

/// <summary>What <c>/setup</c> shows.</summary>
internal static class SetupPages
{
    public static Html Ask(bool needsCode, string address, bool isReachable, string? trouble) => Html.Of($"""
        <p class="lede">One button registers the GitHub App that Sluice works as. GitHub shows what it may do before anything is made.</p>
        {(trouble is null ? Html.Empty : Html.Of($"<p role=\"alert\"><strong>{trouble}</strong></p>"))}
        {(isReachable ? Html.Empty : Html.Of($"<p>GitHub will send webhooks to <code>{address}/webhooks</code>, and that is an address of this machine alone. Start Sluice with <code>Web__PublicUrl</code> set to where GitHub reaches it.</p>"))}
        <form method="post" action="/setup">
        {(needsCode ? Html.Of($"<p><label>The one-time code from Sluice's log<br><input name=\"code\" required autocomplete=\"off\" autocapitalize=\"characters\" spellcheck=\"false\"></label></p>") : Html.Empty)}
        <p><label>Organization (empty: your own account)<br><input name="organization" pattern="[A-Za-z0-9-]*" autocomplete="off" spellcheck="false"></label></p>
        <p><label>The App's name, which is shown beside all that it does<br><input name="name" value="sluice" maxlength="34" required autocomplete="off"></label></p>
        <p><button>Go on</button></p>
        </form>
        """);

    public static Html Send(string form, string manifest, string host) => Html.Of($"""
        <p class="lede">{host} asks you now to confirm, and sends you back here.</p>
        <form method="post" action="{form}"><input type="hidden" name="manifest" value="{manifest}"><p><button>Register the App on {host}</button></p></form>
        """);

    public static Html Done(string slug, string install) => Html.Of($"""
        <p class="lede">The App <strong>{slug}</strong> is registered, its credentials are stored encrypted, and Sluice goes on with them by itself.</p>
        <p><a href="{install}">Install it</a> on the repositories that it shall look after.</p>
        <p><a href="/setup">Then go on here</a>: the rules of the branches, a first <code>.github/sluice.yml</code> and the triggers of CI, each ticked off once it is so. This browser may for a day; later,
        sign in as one of the <code>Operators</code>, or ask <code>./sluice doctor</code>.</p>
        """);

    public static Html NoKey() => Html.Of($"""
        <p>The App's credentials are stored encrypted in the database, with a key that every replica has. Set <code>Data__EncryptionKey</code> (<code>openssl rand -base64 32</code>) and start Sluice again.</p>
        """);
}
