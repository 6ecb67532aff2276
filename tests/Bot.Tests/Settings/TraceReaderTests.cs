using Microsoft.Extensions.Configuration;
using Sluice.Bot.Settings;

namespace Sluice.Bot.Tests.Settings;

public sealed class TraceReaderTests
{
    [Fact]
    public void Where_no_collector_is_named_nothing_is_sent() => Assert.Null(Read(("OTEL_SERVICE_NAME", "queue")).Tracing);

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:4318/", "http://127.0.0.1:4318/v1/traces")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "https://otel.example/tenant", "https://otel.example/tenant/v1/traces")]
    [InlineData("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "https://otel.example/here", "https://otel.example/here")]
    public void A_collector_is_named_by_its_root_or_whole(string key, string value, string endpoint) =>
        Assert.Equal(endpoint, Read((key, value)).Tracing?.Endpoint.AbsoluteUri);

    [Fact]
    public void Headers_are_told_and_never_shown()
    {
        var tracing = Read(
            ("OTEL_EXPORTER_OTLP_ENDPOINT", "https://otel.example"),
            ("OTEL_EXPORTER_OTLP_HEADERS", "authorization=Bearer%20abc, x-team=queue")
        ).Tracing!;

        Assert.Equal([("authorization", "Bearer abc"), ("x-team", "queue")], tracing.Headers.Select(header => (header.Name, header.Value)));
        Assert.DoesNotContain("abc", $"{tracing} {tracing.Headers}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc", "OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' is not spoken")]
    [InlineData("OTEL_EXPORTER_OTLP_HEADERS", "secret", "OTEL_EXPORTER_OTLP_HEADERS: it is no list")]
    public void What_cannot_be_followed_refuses_the_start(string key, string value, string says) =>
        Assert.StartsWith(
            says,
            Assert.Single(
                Assert.Throws<SettingsException>(() => Read(("OTEL_EXPORTER_OTLP_ENDPOINT", "https://otel.example"), (key, value))).Faults
            ),
            StringComparison.Ordinal
        );

    [Fact]
    public void A_root_that_no_path_can_be_put_behind_refuses_the_start() =>
        Assert.StartsWith(
            "OTEL_EXPORTER_OTLP_ENDPOINT: paths are put behind it",
            Assert.Single(
                Assert.Throws<SettingsException>(() => Read(("OTEL_EXPORTER_OTLP_ENDPOINT", "https://otel.example/?tenant=7"))).Faults
            ),
            StringComparison.Ordinal
        );

    private static BotSettings Read(params (string Key, string Value)[] settings) =>
        SettingsReader.Read(
            new ConfigurationBuilder()
                .AddInMemoryCollection(settings.Select(each => KeyValuePair.Create(each.Key, (string?)each.Value)))
                .Build(),
            "/srv/ada"
        );
}
