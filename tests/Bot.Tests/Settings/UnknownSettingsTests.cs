using Microsoft.Extensions.Configuration;
using Sluice.Bot.Settings;

namespace Sluice.Bot.Tests.Settings;

/// <summary>
/// A setting that is none is named, with the one that was probably meant: a misspelt key would else be as if it were not there.
/// </summary>
public sealed class UnknownSettingsTests
{
    [Theory]
    [InlineData("GitHub:ApppId", "GitHub__ApppId: there is no such setting. Did you mean GitHub__AppId?")]
    [InlineData(
        "Database:ConectionString",
        "Database__ConectionString: there is no such setting. Did you mean Database__ConnectionString?"
    )]
    [InlineData(
        "Metrics:Sources:prod:Matcher",
        "Metrics__Sources__prod__Matcher: there is no such setting. Did you mean Metrics__Sources__prod__Matchers?"
    )]
    [InlineData("Pace:Everything", "Pace__Everything: there is no such setting. docs/configuration.md lists them.")]
    public void A_key_of_ours_that_is_none_refuses_the_start(string key, string says) => Assert.Contains(says, Faults((key, "7")));

    [Fact]
    public void Keys_of_others_and_every_key_of_the_contract_pass()
    {
        (string, string)[] contract =
        [
            ("GITHUB:APIURL", "https://ghe.example/api/v3"),
            ("Operators:0", "ada"),
            ("Api:Tokens:ci:Sha256", new string('a', 64)),
            ("Api:Tokens:ci:Scopes", "read"),
            ("Api:Tokens:ci:Repositories:0", "acme/*"),
            ("Metrics:Sources:prod:JsonUrl", "https://m.example"),
            ("Metrics:Sources:prod:Repositories", "acme/*"),
            ("Notify:Webhooks:ops:Url", "https://w.example"),
            ("Notify:Webhooks:ops:Secret", "s"),
            ("Ai:Provider", "none"),
            ("Ai:Endpoint", "https://ai.example"),
            ("Data:EncryptionKey", Convert.ToBase64String(new byte[32])),
            ("Web:PublicUrl", "https://sluice.example"),
            ("PATH", "/bin"),
            ("Logging:LogLevel:Default", "Debug"),
            ("Data", "x"),
        ];

        Assert.NotNull(SettingsReader.Read(Configuration(contract), "/srv/ada"));
    }

    [Theory]
    [InlineData("nonsense", "'nonsense' is no setting")]
    [InlineData("-v", "'-v' is no setting")]
    [InlineData("--GitHub__AppId=7", "--GitHub__AppId is no setting. Did you mean --GitHub:AppId?")]
    [InlineData("--url=http://127.0.0.1:1", "--url is no setting. Did you mean --urls?")]
    [InlineData("--urls", "--urls has no value")]
    public void A_word_on_the_command_line_that_is_no_setting_is_named(string word, string says) =>
        Assert.StartsWith(says, Assert.Single(CommandWords.Faults([word])), StringComparison.Ordinal);

    [Fact]
    public void A_value_may_be_a_word_of_its_own() =>
        Assert.Empty(
            CommandWords.Faults(["--urls", "http://127.0.0.1:1", "--GitHub:AppId=7", "--Operators=ada", "--OTEL_SERVICE_NAME=queue"])
        );

    [Fact]
    public void Without_a_home_folder_the_data_folder_has_to_be_named()
    {
        Assert.StartsWith(
            "Data__Path: it is not set",
            Assert.Single(Assert.Throws<SettingsException>(() => SettingsReader.Read(Configuration(), "")).Faults),
            StringComparison.Ordinal
        );
        Assert.Equal("/srv/sluice", SettingsReader.Read(Configuration(("Data:Path", "/srv/sluice")), "").DataPath);
    }

    [Fact]
    public void A_data_folder_that_cannot_be_made_is_named()
    {
        var file = Path.GetTempFileName();
        try
        {
            Assert.StartsWith(
                $"Data__Path: {file}/data cannot be used",
                Assert.Throws<SettingsException>(() => DataPath.Try(Path.Combine(file, "data"))).Message,
                StringComparison.Ordinal
            );
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("http://127.0.0.1:99999")]
    [InlineData("http://localhost:http")]
    [InlineData("ftp://127.0.0.1:8080")]
    [InlineData("http://127.0.0.1:8080;nonsense")]
    public void Where_it_cannot_listen_is_named(string urls) =>
        Assert.StartsWith(
            "ASPNETCORE_URLS: '",
            Assert.Throws<SettingsException>(() => Listening.Read(Configuration(("urls", urls)))).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void An_address_that_wants_a_certificate_is_told_whose_that_is_unless_one_is_set()
    {
        var fault = Assert.Single(
            Assert
                .Throws<SettingsException>(() => Listening.Read(Configuration(("urls", "http://127.0.0.1:80;https://127.0.0.1:443"))))
                .Faults
        );

        Assert.Equal(
            "ASPNETCORE_URLS: 'https://127.0.0.1:443' wants a certificate, and none is set. Listen at http:// and let a proxy in front of it speak TLS; Web__PublicUrl is the proxy's address.",
            fault
        );
        Assert.Equal(
            "https://127.0.0.1:443",
            Listening.Read(Configuration(("urls", "https://127.0.0.1:443"), ("Kestrel:Certificates:Default:Path", "sluice.pfx")))
        );
    }

    [Theory]
    [InlineData(null, "http://127.0.0.1:8080")]
    [InlineData(" ", "http://127.0.0.1:8080")]
    [InlineData("http://*:80;http://[::1]:8080/", "http://*:80;http://[::1]:8080/")]
    public void Where_it_listens(string? urls, string listens) =>
        Assert.Equal(listens, Listening.Read(urls is null ? Configuration() : Configuration(("urls", urls))));

    private static IReadOnlyList<string> Faults(params (string, string)[] set) =>
        Assert.Throws<SettingsException>(() => SettingsReader.Read(Configuration(set), "/srv/ada")).Faults;

    private static IConfiguration Configuration(params (string Key, string Value)[] set) =>
        new ConfigurationBuilder().AddInMemoryCollection(set.Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value))).Build();
}
