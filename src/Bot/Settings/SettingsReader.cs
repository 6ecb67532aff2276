using Microsoft.Extensions.Configuration;
using Npgsql;
using Sluice.Bot.Jobs;
using Sluice.Flow;

namespace Sluice.Bot.Settings;

/// <summary>Reads all settings, or says everything that is wrong with them at once.</summary>
public static class SettingsReader
{
    private static readonly string[] AiKeys = ["Ai:Model", "Ai:Key"];

    /// <exception cref="SettingsException">Something is missing or malformed.</exception>
    public static BotSettings Read(IConfiguration configuration) =>
        Read(configuration, Environment.GetFolderPath(Environment.SpecialFolder.UserProfile));

    /// <summary>Of a verb that needs nothing else.</summary>
    /// <exception cref="SettingsException">It is malformed.</exception>
    public static Uri? ApiUrl(IConfiguration configuration)
    {
        var ask = new Asking(configuration);
        var url = ask.Root("GitHub:ApiUrl");
        return ask.Faults.Count == 0 ? url : throw new SettingsException(ask.Faults);
    }

    /// <param name="home">Empty: there is none.</param>
    internal static BotSettings Read(IConfiguration configuration, string home)
    {
        var ask = new Asking(configuration);
        foreach (var (key, meant) in KnownKeys.Unknown(configuration))
        {
            ask.Fault(
                key,
                $"there is no such setting{Source(configuration, key)}.{(meant is null ? " docs/configuration.md lists them." : $" Did you mean {Asking.Environment(meant)}?")}"
            );
        }

        var settings = new BotSettings
        {
            GitHub = CredentialsReader.Read(ask),
            Database = Database(ask),
            DataPath = DataPath.Read(ask, home),
            EncryptionKey = EncryptionKey(ask),
            PublicUrl = ask.Root("Web:PublicUrl"),
            Operators = Operators(ask),
            Tokens = ask.Names("Api:Tokens").Select(name => Token(ask, name)).ToRow(),
            Sources = ask.Names("Metrics:Sources").Select(name => Source(ask, name)).OfType<MetricSource>().ToRow(),
            Slack = Channels(ask, "Notify:Slack"),
            Webhooks = Channels(ask, "Notify:Webhooks"),
            Ai = Ai(ask),
            Tracing = TraceReader.Read(ask),
            Pace = Pace(ask),
            Slots = (int?)ask.Number("Queue:Slots", 10_000),
        };
        return ask.Faults.Count == 0 ? settings : throw new SettingsException(ask.Faults);
    }

    /// <summary>A file may be another program's, and be read only because it lies where this one was started.</summary>
    private static string Source(IConfiguration configuration, string key) =>
        (configuration as IConfigurationRoot)?.Providers.LastOrDefault(provider => provider.TryGet(key, out _))
            is FileConfigurationProvider { Source.Path: { } file }
            ? $" (in {file})"
            : "";

    private static string? Database(Asking ask)
    {
        const string key = "Database:ConnectionString";
        if (ask.Text(key) is not { } text)
        {
            return null;
        }

        try
        {
            if (string.IsNullOrEmpty(new NpgsqlConnectionStringBuilder(text).Host))
            {
                ask.Fault(key, "it names no Host: 'Host=…;Database=…;Username=…;Password=…' does.");
            }
        }
        catch (Exception fault) when (fault is ArgumentException or FormatException)
        {
            ask.Fault(key, "it is no connection string: 'Host=…;Database=…;Username=…;Password=…' is.");
        }

        return text;
    }

    private static Row<string> Operators(Asking ask)
    {
        var logins = ask.List("Operators");
        foreach (var login in logins.Where(login => !login.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_')))
        {
            ask.Fault("Operators", $"'{login}' is no login. Write logins with commas between them, such as ada,ben.");
        }

        return logins;
    }

    private static Row<byte>? EncryptionKey(Asking ask)
    {
        const string key = "Data:EncryptionKey";
        if (ask.Text(key) is not { } text)
        {
            return null;
        }

        Span<byte> bytes = stackalloc byte[64];
        if (Convert.TryFromBase64String(text, bytes, out var length) && length == 32)
        {
            return Row.Of<byte>(bytes[..length]);
        }

        ask.Fault(key, "it is not 32 bytes in base64; 'openssl rand -base64 32' makes them.");
        return null;
    }

    private static ApiToken Token(Asking ask, string name)
    {
        var (digest, scopes) = (ask.Text($"Api:Tokens:{name}:Sha256"), ask.List($"Api:Tokens:{name}:Scopes"));
        if (digest is not { Length: 64 } || !digest.All(char.IsAsciiHexDigit))
        {
            ask.Fault($"Api:Tokens:{name}:Sha256", "it is not the SHA-256 of a token: 64 hexadecimal digits are.");
        }

        if (scopes.Count == 0 || scopes.Any(scope => scope is not ("read" or "readings" or "targets")))
        {
            ask.Fault($"Api:Tokens:{name}:Scopes", "it names none, or one other than read, readings and targets.");
        }

        return new(name, (digest ?? "").ToLowerInvariant(), scopes, RepositoryGlobs.Read(ask, $"Api:Tokens:{name}:Repositories"));
    }

    private static MetricSource? Source(Asking ask, string name)
    {
        var at = $"Metrics:Sources:{name}";
        var (prometheus, json) = (ask.Root($"{at}:PrometheusUrl"), ask.Url($"{at}:JsonUrl"));
        if ((ask.Text($"{at}:PrometheusUrl") is null) == (ask.Text($"{at}:JsonUrl") is null))
        {
            ask.Fault(at, "it needs either PrometheusUrl or JsonUrl, and has none or both.");
        }

        return (prometheus ?? json) is { } url
            ? new(name, url, json is not null, ask.Text($"{at}:BearerToken"), Nameable(ask, at), ask.Text($"{at}:Matchers"))
            : null;
    }

    private static Row<Channel> Channels(Asking ask, string at)
    {
        var channels = new List<Channel>();
        foreach (var name in ask.Names(at))
        {
            if (ask.Text($"{at}:{name}:Url") is null)
            {
                ask.Fault(
                    $"{at}:{name}:Url",
                    "it is missing. Set it to the address that the channel listens at, or leave the channel out."
                );
            }
            else if (ask.Url($"{at}:{name}:Url") is { } url)
            {
                channels.Add(new(name, url, ask.Text($"{at}:{name}:Secret"), Nameable(ask, $"{at}:{name}")));
            }
        }

        return channels.ToRow();
    }

    /// <summary>The repositories that may name what is declared there; all, where nothing is said.</summary>
    private static Row<string> Nameable(Asking ask, string at) =>
        RepositoryGlobs.Read(ask, $"{at}:Repositories") is { Count: > 0 } globs ? globs : ["**"];

    private static AiSettings Ai(Asking ask)
    {
        var provider = ask.Text("Ai:Provider") ?? "none";
        if (provider is not ("none" or "openai" or "anthropic"))
        {
            ask.Fault("Ai:Provider", $"'{provider}' is unknown: none, openai and anthropic are known.");
        }

        if (ask.Text("Ai:Provider") is null && ask.Text("Ai:Model") is { } model)
        {
            ask.Fault(
                "Ai:Provider",
                $"it is missing, while Ai__Model is {model}, and so no model is asked. Set it to openai or anthropic, or to none."
            );
        }

        foreach (var key in AiKeys.Where(key => provider is "openai" or "anthropic" && ask.Text(key) is null))
        {
            ask.Fault(key, $"it is missing, and Ai__Provider is {provider}. Set it, or Ai__Provider to none.");
        }

        var usual = new AiSettings(provider, ask.Url("Ai:Endpoint"), ask.Text("Ai:Model"), ask.Text("Ai:Key"));
        return usual with { TokensPerDay = ask.Number("Ai:TokensPerDay") ?? usual.TokensPerDay };
    }

    private static Pace Pace(Asking ask)
    {
        var usual = new Pace();
        return usual with
        {
            Sweep = ask.Seconds("Pace:SweepSeconds") ?? usual.Sweep,
            Turns = (int)(ask.Number("Pace:Turns", 256) ?? usual.Turns),
        };
    }
}
