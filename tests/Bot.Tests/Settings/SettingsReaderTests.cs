using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;
using Sluice.Bot.Settings;

namespace Sluice.Bot.Tests.Settings;

public sealed class SettingsReaderTests
{
    private static readonly string Pem = NewKey();

    [Fact]
    public void Nothing_set_is_sound_and_has_the_contracts_defaults()
    {
        var settings = Read();

        Assert.Null(settings.GitHub.App);
        Assert.Equal("https://api.github.com/", settings.GitHub.ApiUrl.ToString());
        Assert.Equal("https://github.com/", settings.GitHub.WebUrl.ToString());
        Assert.EndsWith(".local/share/sluice", settings.DataPath, StringComparison.Ordinal);
        Assert.Equal("none", settings.Ai.Provider);
    }

    [Fact]
    public void All_credentials_make_an_App()
    {
        var app = Read(
            ("GitHub:AppId", "77"),
            ("GitHub:PrivateKey", Pem.Replace("\n", "\\n", StringComparison.Ordinal)),
            ("GitHub:WebhookSecret", "s")
        ).GitHub.App!;

        Assert.Equal((77, Pem, "s"), (app.Id, app.PrivateKey, app.WebhookSecret));
        Assert.Equal("App 77", app.ToString());
    }

    [Theory]
    [InlineData("GitHub:AppId", "GitHub__PrivateKey", "GitHub__WebhookSecret")]
    [InlineData("GitHub:PrivateKey", "GitHub__AppId", "GitHub__WebhookSecret")]
    [InlineData("GitHub:WebhookSecret", "GitHub__AppId", "GitHub__PrivateKey")]
    public void Some_credentials_name_those_that_are_missing(string set, params string[] missing)
    {
        var faults = Faults((set, set == "GitHub:PrivateKey" ? Pem : "1"));

        Assert.Equal(missing.Order(), faults.Select(fault => fault.Split(':')[0]).Order());
    }

    [Theory]
    [InlineData("GitHub:ApiUrl", "github.com", "GitHub__ApiUrl")]
    [InlineData("GitHub:WebUrl", "ftp://github.com", "GitHub__WebUrl")]
    [InlineData("Web:PublicUrl", "https://u:p@host", "Web__PublicUrl")]
    [InlineData("Web:PublicUrl", "https://host/?a=b", "Web__PublicUrl")]
    [InlineData("GitHub:ApiUrl", "https://host/api/v3#x", "GitHub__ApiUrl")]
    [InlineData("GitHub:WebUrl", "https://host?", "GitHub__WebUrl")]
    [InlineData("Metrics:Sources:prod:PrometheusUrl", "https://host/?tenant=1", "Metrics__Sources__prod__PrometheusUrl")]
    [InlineData("Data:EncryptionKey", "c2hvcnQ=", "Data__EncryptionKey")]
    [InlineData("Data:EncryptionKey", "not base64", "Data__EncryptionKey")]
    [InlineData("Database:ConnectionString", "nonsense", "Database__ConnectionString")]
    [InlineData("Database:ConnectionString", "Username=a", "Database__ConnectionString")]
    [InlineData("Api:Tokens:ci:Scopes", "read", "Api__Tokens__ci__Sha256")]
    [InlineData("Metrics:Sources:prod:BearerToken", "x", "Metrics__Sources__prod")]
    [InlineData("Metrics:Sources:prod:PrometheusUrl", "x", "Metrics__Sources__prod__PrometheusUrl")]
    [InlineData("Notify:Webhooks:ops:Secret", "x", "Notify__Webhooks__ops__Url")]
    [InlineData("Pace:Turns", "257", "Pace__Turns")]
    [InlineData("Queue:Slots", "10001", "Queue__Slots")]
    [InlineData("Ai:Provider", "skynet", "Ai__Provider")]
    [InlineData("Ai:Model", "small", "Ai__Provider")]
    [InlineData("Operators", "@ada", "Operators")]
    [InlineData("Operators", "ada ben", "Operators")]
    [InlineData("GitHub:ClientId", "x", "GitHub__ClientSecret")]
    [InlineData("Pace:SweepSeconds", "soon", "Pace__SweepSeconds")]
    public void A_malformed_setting_is_named_as_in_the_environment(string key, string value, string named) =>
        Assert.StartsWith(named + ": ", Assert.Single(Faults((key, value))), StringComparison.Ordinal);

    [Theory]
    [InlineData("seven")]
    [InlineData("-7")]
    [InlineData("7.5")]
    public void An_App_id_is_a_positive_number(string id) =>
        Assert.Contains(
            Faults(("GitHub:AppId", id), ("GitHub:PrivateKey", Pem), ("GitHub:WebhookSecret", "s")),
            fault => fault.StartsWith("GitHub__AppId: ", StringComparison.Ordinal)
        );

    [Fact]
    public void A_key_that_is_none_is_refused_without_being_shown()
    {
        var fault = Assert.Single(Faults(("GitHub:AppId", "7"), ("GitHub:PrivateKey", "hunter2"), ("GitHub:WebhookSecret", "s")));

        Assert.StartsWith("GitHub__PrivateKey: it is no RSA private key", fault, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_file_that_is_not_there_is_named() =>
        Assert.StartsWith(
            "GitHub__PrivateKeyPath: it cannot be read",
            Assert.Single(Faults(("GitHub:AppId", "7"), ("GitHub:PrivateKeyPath", "/nowhere/key.pem"), ("GitHub:WebhookSecret", "s"))),
            StringComparison.Ordinal
        );

    [Fact]
    public void A_folder_in_the_place_of_a_key_is_told_to_be_one() =>
        Assert.StartsWith(
            "GitHub__PrivateKeyPath: / is a folder. Name the .pem file in it",
            Assert.Single(Faults(("GitHub:AppId", "7"), ("GitHub:PrivateKeyPath", "/"), ("GitHub:WebhookSecret", "s"))),
            StringComparison.Ordinal
        );

    [Fact]
    public void Every_fault_is_told_at_once() =>
        Assert.Equal(3, Faults(("GitHub:ApiUrl", "x"), ("Ai:Provider", "x"), ("Data:EncryptionKey", "x")).Count);

    [Fact]
    public void Lists_come_with_commas_or_numbered()
    {
        Assert.Equal(["ada", "bob"], Read(("Operators", "ada, bob")).Operators);
        Assert.Equal(["ada", "bob"], Read(("Operators:0", "ada"), ("Operators:1", "bob")).Operators);
    }

    [Theory]
    [InlineData("acme")]
    [InlineData("*")]
    [InlineData("acme/")]
    [InlineData("https://github.com/acme/shop")]
    [InlineData("acme/[")]
    public void A_glob_that_meets_no_repository_is_refused(string glob)
    {
        var faults = Faults(
            ("Metrics:Sources:prod:JsonUrl", "https://m.example"),
            ("Metrics:Sources:prod:Repositories", glob),
            ("Api:Tokens:ci:Sha256", new string('a', 64)),
            ("Api:Tokens:ci:Scopes", "read"),
            ("Api:Tokens:ci:Repositories", $"acme/shop,{glob}")
        );

        Assert.Equal(
            [
                $"Api__Tokens__ci__Repositories: '{glob}' meets no repository",
                $"Metrics__Sources__prod__Repositories: '{glob}' meets no repository",
            ],
            faults.Select(fault => fault[..fault.LastIndexOf(": OWNER", StringComparison.Ordinal)])
        );
    }

    [Theory]
    [InlineData("**")]
    [InlineData("acme/*")]
    [InlineData("*/shop")]
    [InlineData("acme/shop.web-2")]
    public void A_glob_that_may_meet_one_is_taken(string glob) =>
        Assert.Equal(
            [glob],
            Assert
                .Single(Read(("Metrics:Sources:prod:JsonUrl", "https://m.example"), ("Metrics:Sources:prod:Repositories", glob)).Sources)
                .Repositories
        );

    [Theory]
    [InlineData(
        "GitHub:PrivateKey",
        "GitHub:PrivateKeyPath",
        "GitHub__PrivateKeyPath: it is set beside GitHub__PrivateKey. Set one of the two."
    )]
    [InlineData(
        "GitHub:WebhookSecret",
        "GitHub:WebhookSecretPath",
        "GitHub__WebhookSecretPath: it is set beside GitHub__WebhookSecret. Set one of the two."
    )]
    [InlineData(
        "GitHub:FormerWebhookSecret",
        "GitHub:WebhookSecretPath",
        "GitHub__WebhookSecretPath: it is set beside GitHub__FormerWebhookSecret. Set the file alone"
    )]
    public void A_credential_and_a_file_of_it_are_not_both_set(string inline, string file, string told) =>
        Assert.Contains(
            Faults(("GitHub:AppId", "7"), (inline, Pem), (file, "/nowhere")),
            fault => fault.StartsWith(told, StringComparison.Ordinal)
        );

    [Fact]
    public void A_metric_source_is_open_to_every_repository_unless_told_otherwise()
    {
        var source = Assert.Single(Read(("Metrics:Sources:prod:PrometheusUrl", "http://127.0.0.1:9090/")).Sources);

        Assert.Equal(("prod", "http://127.0.0.1:9090/", false), (source.Name, source.Url.ToString(), source.IsJson));
        Assert.Equal(["**"], source.Repositories);
    }

    private static IReadOnlyList<string> Faults(params (string Key, string Value)[] set) =>
        Assert.Throws<SettingsException>(() => Read(set)).Faults;

    private static BotSettings Read(params (string Key, string Value)[] set) =>
        SettingsReader.Read(
            new ConfigurationBuilder().AddInMemoryCollection(set.Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value))).Build()
        );

    private static string NewKey()
    {
        using var rsa = RSA.Create(2048);
        return rsa.ExportRSAPrivateKeyPem();
    }
}
