using System.Globalization;

namespace Sluice.Bot.Git;

/// <summary>
/// All that a git process may know: nothing of the machine's or a user's configuration, and nothing that a repository could have set to run
/// code.
/// </summary>
internal static class GitEnvironment
{
    /// <summary>What git needs of the machine: where programs are, and how the network is reached.</summary>
    private static readonly string[] Kept =
    [
        "PATH",
        "TMPDIR",
        "SystemRoot",
        "SSL_CERT_FILE",
        "SSL_CERT_DIR",
        "GIT_SSL_CAINFO",
        "HTTP_PROXY",
        "HTTPS_PROXY",
        "NO_PROXY",
        "http_proxy",
        "https_proxy",
        "no_proxy",
    ];

    private static readonly KeyValuePair<string, string>[] Settings =
    [
        new("core.hooksPath", "/dev/null"),
        new("core.attributesFile", "/dev/null"),
        new("attr.tree", Changing.EmptyTree), // else git 2.43 to 2.45 read what is at a bare repository's HEAD
        new("core.fsmonitor", "false"),
        new("core.logAllRefUpdates", "false"),
        new("credential.helper", ""),
        new("gc.auto", "0"),
        new("maintenance.auto", "false"),
        new("uploadpack.packObjectsHook", ""),
        new("fetch.fsckObjects", "false"),
        new("submodule.recurse", "false"),
        new("http.followRedirects", "false"), // git would send the token along
        new("http.lowSpeedLimit", "1"),
        new("http.lowSpeedTime", "60"),
    ];

    public static void Fill(IDictionary<string, string?> environment, GitCommand command)
    {
        var machine = Kept.Select(name => KeyValuePair.Create(name, environment.TryGetValue(name, out var value) ? value : null)).ToArray();
        environment.Clear();
        foreach (var (name, value) in machine.Where(each => each.Value is not null))
        {
            environment[name] = value;
        }

        environment["LC_ALL"] = "C";
        environment["GIT_CONFIG_NOSYSTEM"] = "1";
        environment["GIT_CONFIG_GLOBAL"] = "/dev/null";
        environment["GIT_ATTR_NOSYSTEM"] = "1";
        environment["GIT_TERMINAL_PROMPT"] = "0";
        environment["GIT_ASKPASS"] = "";
        environment["GIT_OPTIONAL_LOCKS"] = "0";
        environment["GIT_PROTOCOL_FROM_USER"] = "0";
        environment["GIT_ALLOW_PROTOCOL"] = "none";
        environment["GIT_NO_REPLACE_OBJECTS"] = "1";
        if (command.Verb != "init")
        {
            environment["GIT_DIR"] = command.Directory;
        }

        foreach (var (name, value) in command.Environment)
        {
            environment[name] = value;
        }

        Configure(environment, [.. Settings, .. command.Settings]);
    }

    private static void Configure(IDictionary<string, string?> environment, KeyValuePair<string, string>[] settings)
    {
        environment["GIT_CONFIG_COUNT"] = settings.Length.ToString(CultureInfo.InvariantCulture);
        foreach (var (index, (key, value)) in settings.Index())
        {
            environment[string.Create(CultureInfo.InvariantCulture, $"GIT_CONFIG_KEY_{index}")] = key;
            environment[string.Create(CultureInfo.InvariantCulture, $"GIT_CONFIG_VALUE_{index}")] = value;
        }
    }
}
