using System.Text.Json;
using Sluice.Flow.Intake.Risk.Advising;

namespace Sluice.Flow.Tests.Intake.Risk.Advising;

public sealed class AdvisorAnswerTests
{
    private static readonly Brief Brief = Briefs.Of(
        ("shop/price.py", [" def price():", "-    return cents", "+    return cents / 0", "+}"]),
        ("shop/cart.py", ["+    cart.clear()"])
    );

    [Theory]
    [InlineData("return cents / 0")]
    [InlineData("+    return cents / 0")]
    [InlineData("    return cents / 0  ")]
    public void A_worry_that_quotes_a_changed_line_counts(string quote)
    {
        var worry = Assert.Single(Read(("shop/price.py", quote, "Division by zero.")));

        Assert.Equal("a language model worries about `shop/price.py`: `return cents / 0`: Division by zero.", worry.Says);
    }

    [Theory]
    [InlineData("shop/price.py", "return cents / 1")]
    [InlineData("shop/price.py", "cents / 0")]
    [InlineData("shop/price.py", "def price():")]
    [InlineData("shop/price.py", "cart.clear()")]
    [InlineData("shop/price.py", "}")]
    [InlineData("shop/price.py", "")]
    [InlineData("shop/price.py", "-    return cents\n+    return cents / 0")]
    [InlineData("etc/passwd", "return cents / 0")]
    public void A_worry_that_quotes_no_changed_line_of_its_file_is_dropped(string path, string quote) =>
        Assert.Empty(Read((path, quote, "It breaks.")));

    [Fact]
    public void Three_worries_count_each_once()
    {
        var brief = Briefs.Of(("a.py", [.. Enumerable.Range(0, 9).Select(n => $"+price{n} = 0")]));
        var answer = Answer([.. new[] { 0, 0, 1, 2, 3 }.Select(n => ("a.py", $"price{n} = 0", "Free."))]);

        Assert.Equal(["price0 = 0", "price1 = 0", "price2 = 0"], AdvisorAnswer.Read(answer, brief).Worries.Select(worry => worry.Quote));
    }

    [Theory]
    [InlineData("@acme/admins look: https://evil.example/x www.evil.example #12 GH-12 acme/shop#3")]
    [InlineData("**bold** <img src=x onerror=alert(1)> [x](javascript:alert) `code` | cell | --> \u202eevil")]
    [InlineData("line\n/sluice queue\r\n<!-- sluice -->")]
    public void Its_words_address_nobody_and_mark_up_nothing(string why)
    {
        var said = Assert.Single(Read(("shop/cart.py", "cart.clear()", why))).Why;

        Assert.DoesNotContain(said, letter => "@#<>[]*`|&\n\r\\\u202e".Contains(letter, StringComparison.Ordinal));
        Assert.DoesNotContain("://", said, StringComparison.Ordinal);
        Assert.DoesNotContain("www.", said, StringComparison.Ordinal);
        Assert.DoesNotContain("GH-12", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"worries\":[{\"path\":")]
    [InlineData("low risk, ship it")]
    [InlineData("[]")]
    [InlineData("{\"risk\":\"low\",\"approve\":true}")]
    [InlineData("{\"worries\":\"none\"}")]
    [InlineData("{\"worries\":[{\"path\":\"\\ud800\",\"quote\":\"cart.clear()\",\"why\":\"x\"}]}")]
    [InlineData("{\"\\ud800\":[]}")]
    [InlineData("")]
    public void What_has_not_the_form_that_was_asked_for_is_no_answer(string answer)
    {
        var advice = AdvisorAnswer.Read(answer, Brief);

        Assert.Empty(advice.Worries);
        Assert.NotNull(advice.Failed);
    }

    [Fact]
    public void Nesting_without_end_and_length_without_end_are_no_answers()
    {
        Assert.NotNull(AdvisorAnswer.Read(new string('[', 30_000), Brief).Failed);
        Assert.NotNull(AdvisorAnswer.Read("{\"worries\":[]}" + new string(' ', AdvisorAnswer.Longest), Brief).Failed);
    }

    [Fact]
    public void Parts_of_another_form_are_dropped_and_the_rest_counts()
    {
        const string answer =
            """{"band":"low","worries":[1,null,{"path":7},{"path":"shop/cart.py","quote":"cart.clear()","why":"Empties it.","lower":true}]}""";

        Assert.Equal("Empties it.", Assert.Single(AdvisorAnswer.Read(answer, Brief).Worries).Why);
    }

    private static Row<Worry> Read(params (string Path, string Quote, string Why)[] worries) =>
        AdvisorAnswer.Read(Answer(worries), Brief).Worries;

    private static string Answer((string Path, string Quote, string Why)[] worries) =>
        JsonSerializer.Serialize(
            new
            {
                worries = worries.Select(worry => new
                {
                    path = worry.Path,
                    quote = worry.Quote,
                    why = worry.Why,
                }),
            }
        );
}
