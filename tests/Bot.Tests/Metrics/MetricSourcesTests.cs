using System.Net;
using Sluice.Bot.Metrics;
using Sluice.Bot.Settings;
using Sluice.Flow;
using Sluice.Flow.Policies;
using Sluice.Flow.Release.Blaming;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Tests.Metrics;

public sealed class MetricSourcesTests
{
    private static readonly Repository Shop = new(1, "acme", "shop", 1, false, "main");
    private static readonly DateTimeOffset End = new(2026, 11, 20, 9, 0, 30, TimeSpan.Zero);
    private static readonly CanaryMetric Errors = new("errors", "prod", "sum(increase(e{track=\"canary\"}[$tick]))", "b", "ce", "be");

    [Fact]
    public async Task The_four_counts_of_a_tick_are_asked_for_at_its_end_and_over_its_length()
    {
        var prometheus = new Stub(query =>
            Vector(
                query[0] switch
                {
                    's' => "3",
                    'b' => query == "b" ? "40" : "950",
                    _ => "50.5",
                }
            )
        );

        var answer = await Read(prometheus);

        Assert.Equal(new Answer<TickCounts>.Made(new TickCounts(3, 40, 50.5, 950)), answer);
        Assert.Contains("sum(increase(e{track=\"canary\"}[30s]))", prometheus.Queries);
        Assert.All(prometheus.Requests, request => Assert.Equal(("POST", "http://prom:9090/sub/api/v1/query", "1795165230.000"), request));
    }

    [Theory]
    [InlineData("""{"status":"success","data":{"resultType":"vector","result":[]}}""", "no data")]
    [InlineData("""{"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1,"NaN"]}]}}""", "NaN")]
    [InlineData("""{"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1,"+Inf"]}]}}""", "infinite")]
    [InlineData("""{"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1,"-3"]}]}}""", "below zero")]
    [InlineData("""{"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1,"x"]}]}}""", "no number")]
    [InlineData("""{"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1]}]}}""", "no number")]
    [InlineData(
        """{"status":"success","data":{"resultType":"vector","result":[{"value":[1,"1"]},{"value":[1,"1"]}]}}""",
        "2 series instead of one"
    )]
    [InlineData("""{"status":"success","data":{"resultType":"matrix","result":[{"values":[]}]}}""", "a matrix instead of one number")]
    [InlineData(
        """{"status":"success","warnings":["a shard is gone"],"data":{"resultType":"vector","result":[{"value":[1,"1"]}]}}""",
        "partial: a shard is gone"
    )]
    [InlineData("""{"status":"success"}""", "not one of Prometheus")]
    [InlineData("""[]""", "not one of Prometheus")]
    [InlineData("<html>", "no JSON")]
    public async Task What_is_not_one_whole_count_is_refused_with_its_reason(string body, string why)
    {
        var refused = Assert.IsType<Answer<TickCounts>.Refused>(await Read(new Stub(_ => Of(HttpStatusCode.OK, body))));

        Assert.Contains(why, refused.Why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        HttpStatusCode.BadRequest,
        """{"status":"error","errorType":"bad_data","error":"parse error at char 3"}""",
        "parse error at char 3"
    )]
    [InlineData(HttpStatusCode.UnprocessableEntity, """{"status":"error","error":"too many samples"}""", "too many samples")]
    [InlineData(HttpStatusCode.Unauthorized, "", "token")]
    [InlineData(HttpStatusCode.Found, "", "no JSON")]
    public async Task A_query_that_the_source_refuses_is_refused_with_its_words(HttpStatusCode status, string body, string why)
    {
        var refused = Assert.IsType<Answer<TickCounts>.Refused>(await Read(new Stub(_ => Of(status, body))));

        Assert.Contains(why, refused.Why, StringComparison.Ordinal);
        Assert.Equal((int)status, refused.Status);
    }

    [Theory]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [InlineData(HttpStatusCode.BadGateway)]
    public async Task A_source_that_is_not_well_is_asked_again_later(HttpStatusCode status) =>
        Assert.IsType<Answer<TickCounts>.Later>(await Read(new Stub(_ => Of(status, ""))));

    [Fact]
    public async Task A_source_that_cannot_be_reached_is_asked_again_later_and_its_address_is_not_told()
    {
        var later = Assert.IsType<Answer<TickCounts>.Later>(
            await Read(new Stub(_ => throw new HttpRequestException(HttpRequestError.NameResolutionError, "prom:9090")))
        );

        Assert.DoesNotContain("9090", later.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_source_that_hangs_is_asked_again_later()
    {
        var clock = new Impatient();
        var later = Assert.IsType<Answer<TickCounts>.Later>(await Read(new Stub(null), clock: clock));

        Assert.Contains("10 seconds", later.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_caller_that_stops_is_obeyed()
    {
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        using var sources = new MetricSources([Prometheus()], new Stub(null), TimeProvider.System);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            sources.Read(Shop, Errors, End, TimeSpan.FromSeconds(30), stop.Token)
        );
    }

    [Theory]
    [InlineData("other")]
    [InlineData("prod")]
    public async Task A_source_that_is_not_declared_or_not_for_this_repository_is_refused_in_the_same_words(string name)
    {
        var stub = new Stub(_ => Vector("1"));
        var refused = Assert.IsType<Answer<TickCounts>.Refused>(
            await Read(stub, Prometheus() with { Repositories = ["other/*"] }, Errors with { Source = name })
        );

        Assert.Equal(
            $"there is no metric source '{name}' for this repository: the operator declares it as Metrics__Sources__{name}",
            refused.Why
        );
        Assert.Empty(stub.Requests);
    }

    [Fact]
    public async Task A_token_is_sent_and_globs_let_in()
    {
        var stub = new Stub(_ => Vector("1"));

        Assert.IsType<Answer<TickCounts>.Made>(await Read(stub, Prometheus() with { BearerToken = "secret", Repositories = ["Acme/*"] }));

        Assert.All(stub.Tokens, token => Assert.Equal("Bearer secret", token));
    }

    [Fact]
    public async Task Matchers_of_the_settings_bind_a_query_to_its_repository()
    {
        var stub = new Stub(_ => Vector("1"));

        await Read(stub, Prometheus() with { Matchers = "repo=\"{repository}\"" });

        Assert.Contains("sum(increase(e{repo=\"acme/shop\",track=\"canary\"}[30s]))", stub.Queries);
        Assert.Contains("be{repo=\"acme/shop\"}", stub.Queries);
    }

    [Theory]
    [InlineData("""{"value":12.5}""", null)]
    [InlineData("""{"value":null}""", "no data")]
    [InlineData("""{"value":"12"}""", "no number")]
    [InlineData("""{"values":[]}""", "no \"value\"")]
    public async Task A_generic_endpoint_answers_with_a_value(string body, string? why)
    {
        var answer = await Read(new Stub(_ => Of(HttpStatusCode.OK, body)), Prometheus() with { IsJson = true });

        Assert.Equal(why is null, answer is Answer<TickCounts>.Made);
        Assert.Contains(why ?? "", answer.Match(_ => "", refused => refused.Why, later => later.Why), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_budget_is_counted_over_its_window()
    {
        var stub = new Stub(_ => Vector("12"));
        using var sources = new MetricSources([Prometheus() with { Matchers = "repo=\"{repository}\"" }], stub, TimeProvider.System);

        var answer = await sources.Count(
            Shop,
            "prod",
            "sum(increase(e[$window]))",
            End,
            TimeSpan.FromDays(28),
            TestContext.Current.CancellationToken
        );

        Assert.Equal(new Answer<double>.Made(12), answer);
        Assert.Equal(["sum(increase(e{repo=\"acme/shop\"}[2419200s]))"], stub.Queries);
    }

    [Fact]
    public async Task Many_ticks_come_in_one_answer_and_gaps_stay_gaps()
    {
        const string Body =
            """{"status":"success","data":{"resultType":"matrix","result":[{"metric":{},"values":[[1795165230,"3"],[1795165290,"NaN"],[1795165320,"4.5"]]}]}}""";
        var stub = new Stub(_ => Of(HttpStatusCode.OK, Body));
        using var sources = new MetricSources([Prometheus()], stub, TimeProvider.System);

        var series = Assert
            .IsType<Answer<Row<TickCounts?>>.Made>(
                await sources.Series(Shop, Errors, End, 4, TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken)
            )
            .Value;

        Assert.Equal([new TickCounts(3, 3, 3, 3), null, null, new TickCounts(4.5, 4.5, 4.5, 4.5)], series);
        Assert.Equal(4, stub.Queries.Count);
    }

    [Theory]
    [InlineData("""{"status":"success","warnings":["a shard is gone"],"data":{"resultType":"matrix","result":[]}}""", "partial")]
    [InlineData("""{"status":"success","data":{"resultType":"matrix","result":[{"values":[]},{"values":[]}]}}""", "2 series")]
    [InlineData("""{"status":"success","data":{"resultType":"vector","result":[]}}""", "no series over time")]
    [InlineData("""{"status":"error","error":"exceeded maximum resolution"}""", "exceeded maximum resolution")]
    public async Task A_part_of_a_series_is_none(string body, string why)
    {
        using var sources = new MetricSources([Prometheus()], new Stub(_ => Of(HttpStatusCode.OK, body)), TimeProvider.System);

        Assert.Contains(
            why,
            Assert
                .IsType<Answer<Row<TickCounts?>>.Refused>(
                    await sources.Series(Shop, Errors, End, 4, TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken)
                )
                .Why,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("""[]""", "text/plain")]
    [InlineData("""{"data":[]}""", "text/plain")]
    [InlineData("""{"data":{"resultType":7,"result":[]}}""", "text/plain")]
    [InlineData("""{"data":{"resultType":"vector","result":[3]}}""", "text/plain")]
    [InlineData("""{"data":{"resultType":"vector","result":[{"metric":{"route":"\ud800"},"value":[1,"2"]}]}}""", "text/plain")]
    [InlineData("""{"data":{"resultType":"vector","result":[]}}""", "text/plain; charset=nonsense")]
    public async Task A_source_that_answers_nonsense_of_places_is_refused_and_keeps_no_revert_waiting(string body, string type)
    {
        var metric = Errors with { Where = new WhereQuery("c", "b") };
        using var sources = new MetricSources([Prometheus()], new Stub(_ => Typed(Of(HttpStatusCode.OK, body), type)), TimeProvider.System);

        Assert.IsType<Answer<Row<Symptom>>.Refused>(
            await sources.Where(Shop, metric, End, TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken)
        );
    }

    private static async Task<Answer<TickCounts>> Read(
        Stub stub,
        MetricSource? source = null,
        CanaryMetric? metric = null,
        TimeProvider? clock = null
    )
    {
        using var sources = new MetricSources([source ?? Prometheus()], stub, clock ?? TimeProvider.System);
        return await sources.Read(Shop, metric ?? Errors, End, TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    private static MetricSource Prometheus() => new("prod", new Uri("http://prom:9090/sub/"), false, null, ["**"], null);

    private static HttpResponseMessage Vector(string value) =>
        Of(
            HttpStatusCode.OK,
            """{"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1795165230,"VALUE"]}]}}""".Replace(
                "VALUE",
                value,
                StringComparison.Ordinal
            )
        );

    private static HttpResponseMessage Of(HttpStatusCode status, string body) => new(status) { Content = new StringContent(body) };

    private static HttpResponseMessage Typed(HttpResponseMessage response, string type)
    {
        response.Content.Headers.Remove("Content-Type");
        response.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        return response;
    }
}
