using Sluice.Bot.Metrics;

namespace Sluice.Bot.Tests.Metrics;

public sealed class SelectorsTests
{
    [Theory]
    [InlineData("up", "up{r}")]
    [InlineData("up{}", "up{r}")]
    [InlineData("up{ }", "up{r }")]
    [InlineData("up{job=\"a\"}", "up{r,job=\"a\"}")]
    [InlineData("up {job=\"}\"}", "up {r,job=\"}\"}")]
    [InlineData("{__name__=~\"http.*\"}", "{r,__name__=~\"http.*\"}")]
    [InlineData("sum(increase(http_errors_total{track=\"canary\"}[30s]))", "sum(increase(http_errors_total{r,track=\"canary\"}[30s]))")]
    [InlineData("sum by (le, job) (rate(x[5m]))", "sum by (le, job) (rate(x{r}[5m]))")]
    [InlineData("sum(x) without(job) / on (a) group_left y", "sum(x{r}) without(job) / on (a) group_left y{r}")]
    [InlineData("a:b:c offset 5m + 1e-5 * 0x1F", "a:b:c{r} offset 5m + 1e-5 * 0x1F")]
    [InlineData("x or vector(0)", "x{r} or vector(0)")]
    [InlineData("x == bool 1 and y unless z", "x{r} == bool 1 and y{r} unless z{r}")]
    [InlineData("max_over_time(x[1h:5m] @ start())", "max_over_time(x{r}[1h:5m] @ start())")]
    [InlineData("count_values('v', x) # { y", "count_values('v', x{r}) ")]
    [InlineData("label_replace(x, \"a\\\"b\", `c\\`, 'd', \"e\")", "label_replace(x{r}, \"a\\\"b\", `c\\`, 'd', \"e\")")]
    [InlineData("x{a=\"b\" # }\n}", "x{r,a=\"b\" # }\n}")]
    [InlineData("x[5m # ]\n]", "x{r}[5m # ]\n]")]
    [InlineData("sum by (\"a)\", `b(`) (x)", "sum by (\"a)\", `b(`) (x{r})")]
    public void Every_selector_gets_the_matchers_and_nothing_else_does(string query, string expected) =>
        Assert.Equal(expected, Selectors.Add(query, "r"));

    [Theory]
    [InlineData("x{a=\"", "x{r,a=\"")]
    [InlineData("x{", "x{r,")]
    [InlineData("x[5m", "x{r}[5m")]
    [InlineData("by (", "by (")]
    [InlineData("'", "'")]
    [InlineData("", "")]
    public void What_is_not_closed_is_left_for_the_source_to_refuse(string query, string expected) =>
        Assert.Equal(expected, Selectors.Add(query, "r"));

    /// <summary>VictoriaMetrics' way of one selector for several, and a label of that name.</summary>
    [Theory]
    [InlineData("x{a=\"b\" or c=\"d\"}", "x{r,a=\"b\" or r, c=\"d\"}")]
    [InlineData("{a=\"b\"OR c=\"d\",e=\"or\" or f=`g`}", "{r,a=\"b\"OR r, c=\"d\",e=\"or\" or r, f=`g`}")]
    [InlineData("x{a or b}", "x{r,a or r, b}")]
    [InlineData("x{a=\"b\" # or\n or c=\"d\"}", "x{r,a=\"b\" # or\n or r, c=\"d\"}")]
    [InlineData("x{a=\"b\" or or=\"c\"}", "x{r,a=\"b\" or r, or=\"c\"}")]
    [InlineData("x{or=\"a\", or!=\"b\"}", "x{r,or=\"a\", or!=\"b\"}")]
    public void Every_alternative_within_braces_gets_the_matchers(string query, string expected) =>
        Assert.Equal(expected, Selectors.Add(query, "r"));

    /// <summary>VictoriaMetrics takes the sign after a backslash for a letter of a name, also a quote or a brace.</summary>
    [Theory]
    [InlineData("x{a\\\"=\"b\"} + secret{d=\"c\"}", "x{r,a\"=\"b\"} + secret{d=\"c\"}")]
    [InlineData("sum by (a\\\") (secret{d=\"c\"})", "sum by (a\") (secret{d=\"c\"})")]
    [InlineData("x{a\\}=\"b\"} + secret{d=\"c\"}", "x{r,a}=\"b\"} + secret{r,d=\"c\"}")]
    [InlineData("x{a=\"\\\"\"} # \\", "x{r,a=\"\\\"\"} ")]
    [InlineData("секрет", "секрет{r}")]
    public void No_sign_means_more_to_another_reader_than_here(string query, string expected) =>
        Assert.Equal(expected, Selectors.Add(query, "r"));

    [Theory]
    [InlineData("a{b=\"c\" # \"\n} or secret{d!=\"\"} # \"")]
    [InlineData("a{b=\"c\" # '\r} or secret{d!=\"\"} # '")]
    [InlineData("a{b=\"c\" # `\n} or secret{d!=\"\"} # `")]
    [InlineData("a[5m # \"\n] or secret{d!=\"\"} # \"")]
    [InlineData("sum by (\"a)\") (secret{d!=\"\"})")]
    [InlineData("sum by (\"a\" # \"\n) (secret{d!=\"\"}) # \"")]
    [InlineData("sum by (a # (\n) (secret{d!=\"\"})")]
    public void No_comment_and_no_quoted_name_hides_a_selector(string query) =>
        Assert.Contains("secret{r,d!=\"\"}", Selectors.Add(query, "r"), StringComparison.Ordinal);
}
