using Npgsql;
using Sluice.Bot.Doctor;
using Sluice.Bot.GitHub;
using Sluice.Bot.Store;
using Sluice.Bot.Store.Private;
using Sluice.Bot.Tests.Store;
using Sluice.Bot.Tests.Visiting;

namespace Sluice.Bot.Tests.Doctor;

/// <summary>One thing after the other that is not well around the bot: its database, its clock, its network.</summary>
public sealed class SurroundingsTests(TestDatabase database, TestPostgres databases) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sluice-doctor-").FullName;

    private WellHub _well = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _well = await WellHub.Start(database.ConnectionString);

    [Fact]
    public async Task A_database_that_does_not_answer_is_told() =>
        Assert.StartsWith(
            "it does not let us in",
            (await _well.Unwell(("Database:ConnectionString", "Host=127.0.0.1;Port=1;Username=sluice;Timeout=2"))).Says,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData(15, false)]
    [InlineData(16, true)]
    public async Task A_webhook_secret_that_can_be_guessed_is_told(int length, bool isWell)
    {
        var findings = await _well.Findings(("GitHub:WebhookSecret", new string('s', length)));

        Assert.Equal(isWell, findings.All(each => each.IsWell));
        Assert.Equal(
            !isWell,
            findings.Any(each => each.Says.StartsWith("a webhook secret of 15 characters can be guessed", StringComparison.Ordinal))
        );
    }

    [Fact]
    public async Task A_clock_that_is_not_GitHubs_is_told_with_how_far_it_is_off()
    {
        using var network = GitHubConnection.Network();
        var findings = await new Checkup(
            _well.Settings([]),
            network,
            new Clock { Now = TimeProvider.System.GetUtcNow() + TimeSpan.FromMinutes(20) }
        ).All(Stop);

        Assert.Matches(
            "^this machine's clock is 1[12]\\d\\d seconds ahead of GitHub's",
            Assert.Single(findings, each => each.About == "clock").Says
        );
    }

    [Fact]
    public async Task A_GitHub_that_does_not_answer_is_told_by_its_name() =>
        Assert.StartsWith(
            "127.0.0.1 does not answer",
            Assert.Single(await _well.Findings(("GitHub:ApiUrl", "http://127.0.0.1:1")), each => each.About == "clock").Says,
            StringComparison.Ordinal
        );

    [Fact]
    public async Task A_place_of_git_that_does_not_answer_is_told_though_the_API_does()
    {
        var findings = await _well.Findings(("GitHub:WebUrl", "http://127.0.0.1:1"));
        Assert.StartsWith(
            "127.0.0.1:1, where git is fetched from, does not answer",
            Assert.Single(findings, each => each.About == "git").Says,
            StringComparison.Ordinal
        );
        Assert.True(Assert.Single(findings, each => each.About == "clock").IsWell);
    }

    [Fact]
    public async Task A_database_of_a_newer_version_is_told_with_both_numbers()
    {
        var newer = await databases.Create();
        await using var source = NpgsqlDataSource.Create(newer);
        await PostgresStore.TryMigrate(source, Stop);
        await using var command = source.CreateCommand("insert into migrations (number, name) values (9999, '9999_later')");
        await command.ExecuteNonQueryAsync(Stop);

        Assert.Matches(
            "^it has schema 9999, and this version knows \\d+$",
            (await _well.Unwell(("Database:ConnectionString", newer))).Says
        );
    }

    [Fact]
    public async Task Where_no_PostgreSQL_is_installed_a_private_one_is_not_ticked_off()
    {
        using var network = GitHubConnection.Network();
        var settings = _well.Settings([("Database:ConnectionString", ""), ("Data:Path", _folder)]);
        var findings = await new Checkup(settings, network, TimeProvider.System)
        {
            Programs = () => throw new PrivatePostgresException("there is none"),
        }.All(Stop);

        Assert.StartsWith("install it", Assert.Single(findings, each => each.About == "database").Do, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("""{"slug":7}""")]
    public async Task An_address_at_which_another_program_answers_is_told_as_no_GitHub(string answer)
    {
        using var network = new Other(answer);
        var findings = await new Checkup(_well.Settings([]), network, TimeProvider.System).All(Stop);

        Assert.Contains(
            findings,
            each => each is { About: "app", IsWell: false } && each.Says.Contains("is no GitHub", StringComparison.Ordinal)
        );
    }

    public async ValueTask DisposeAsync()
    {
        await _well.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Answers whatever it is asked with the same JSON.</summary>
    private sealed class Other(string answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(
                new HttpResponseMessage
                {
                    RequestMessage = request,
                    Content = new StringContent(answer, System.Text.Encoding.UTF8, "application/json"),
                }
            );
    }
}
