using Sluice.Flow.Intake.Risk.Advising;

namespace Sluice.Flow.Tests.Intake.Risk.Advising;

public sealed class SecretsTests
{
    // Put together here, so that no scanner takes this file for a leak.
    private static readonly string Tail = "9aF3kLm2Qx7Zt5Vb8Nc1Rd6Ws4Ye0Ug2Hj";

    public static TheoryData<string, string> Leaks =>
        new()
        {
            { "+const t = \"ghp_" + Tail + "\";", "ghp_" + Tail },
            { "+  github_" + "pat_11AAAAAAA0_" + Tail, Tail },
            { "+aws = AK" + "IAIOSFODNN7EXAMPLE", "IAIOSFODNN7EXAMPLE" },
            { "+slack: xox" + "b-123456789012-abcdefghijkl", "123456789012" },
            { "+OPENAI=sk" + "-proj-" + Tail, Tail },
            { "+jwt eyJ" + "hbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl", "hbGciOiJIUzI1NiJ9" },
            { "-ghp_" + Tail, Tail },
            { "+DB_PASSWORD=correct-horse", "correct-horse" },
            { "+  password: 'hunter2!'", "hunter2!" },
            { "+\"client_secret\": \"a b c d\"", "a b c d" },
            { "+apiKey := \"12345\"", "12345" },
            { "+url = postgres://app:pa55@db/x", "pa55" },
            { "+Authorization: Bearer abcdef.ghi-jkl", "abcdef.ghi-jkl" },
            { "+seed " + Tail, Tail },
            { "+0123456789abcdef0123456789abcdef", "0123456789abcdef0123456789abcdef" },
        };

    [Theory]
    [MemberData(nameof(Leaks))]
    public void What_looks_like_a_secret_is_taken_out(string line, string secret)
    {
        var kept = Assert.Single(Secrets.Redact([line]));

        Assert.DoesNotContain(secret, kept, StringComparison.Ordinal);
        Assert.Contains(Secrets.Taken, kept, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("+    var total = prices.Sum(price => price.Cents * count);")]
    [InlineData("+    public Task<IReadOnlyList<CheckFact>> ReadAllChecksOfTheHead(CancellationToken stop)")]
    [InlineData("+if (token == other) return;")]
    [InlineData("-  retries: 3")]
    [InlineData("+var path = \"src/Flow/Intake/Risk/Advising/Brief.cs\";")]
    public void Code_stays_as_it_is(string line) => Assert.Equal([line], Secrets.Redact([line]));

    [Fact]
    public void A_key_in_PEM_is_taken_out_to_its_last_line()
    {
        string[] lines = ["+a", "+-----BEGIN RSA PRIVATE KEY-----", "+MIIEabc", "+def/ghi", "+-----END RSA PRIVATE KEY-----", "+b"];

        Assert.Equal(["+a", "+[redacted]", "+b"], Secrets.Redact(lines));
    }

    [Fact]
    public void A_key_whose_end_is_not_shown_takes_the_rest_with_it() =>
        Assert.Equal(["+[redacted]"], Secrets.Redact(["+-----BEGIN PRIVATE KEY-----", "+MIIEabc", "+more"]));
}
