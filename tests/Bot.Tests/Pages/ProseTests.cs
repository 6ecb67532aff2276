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
    public void A_sentence_for_GitHub_is_markup_of_a_page(string? sentence, string html) => Assert.Equal(html.Replace("`", "&#x60;", StringComparison.Ordinal), Prose.Of(sentence).Text.Replace("`", "&#x60;", StringComparison.Ordinal));
}
