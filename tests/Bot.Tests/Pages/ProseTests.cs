using Sluice.Bot.Pages;

namespace Sluice.Bot.Tests.Pages;

public sealed class ProseTests
{
    [Theory]
    [InlineData("Say `/sluice queue`.", "Say <code>/sluice queue</code>.")]
    [InlineData("`a` and `<b>`", "<code>a</code> and <code>&lt;b&gt;</code>")]
    [InlineData("a lone ` stays", "a lone ` stays")]
    [InlineData("&lt;script&gt; &amp; \\*", "&lt;script&gt; &amp; *")]
    [InlineData("<script>`<script>`", "&lt;script&gt;<code>&lt;script&gt;</code>")]
    [InlineData(null, "")]
    public void A_sentence_for_GitHub_is_markup_of_a_page(string? sentence, string html) =>
        Assert.Equal(
            html.Replace("`", "&#x60;", StringComparison.Ordinal),
            Prose.Of(sentence).Text.Replace("`", "&#x60;", StringComparison.Ordinal)
        );

    [Theory]
    [InlineData("Taken back by #25.", "Taken back by <a href=\"/acme/shop/pull/25\">#25</a>.")]
    [InlineData("`#25` and a#25 and #0", "<code>#25</code> and a#25 and #0")]
    [InlineData("#1, #2<b>", "<a href=\"/acme/shop/pull/1\">#1</a>, <a href=\"/acme/shop/pull/2\">#2</a>&lt;b&gt;")]
    public void Pull_requests_that_it_names_are_links(string sentence, string html) =>
        Assert.Equal(html, Prose.Of(sentence, "acme/shop").Text);
}
