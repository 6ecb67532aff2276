using System.Text;
using Sluice.Bot.Webhooks;

namespace Sluice.Bot.Tests.Webhooks;

public sealed class SignatureTests
{
    private const string Secret = "It's a Secret to Everybody";
    private const string Right = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";
    private static readonly byte[] Body = Encoding.UTF8.GetBytes("Hello, World!");

    [Fact]
    public void GitHubs_own_test_vector_holds() => Assert.True(Signature.Holds(Secret, Body, Right));

    [Fact]
    public void What_it_makes_holds() => Assert.Equal(Right, Signature.Of(Secret, Body));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("sha256=")]
    [InlineData("sha1=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17")]
    [InlineData("sha256=857107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17")]
    [InlineData("sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e1")]
    [InlineData("sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e1zz")]
    [InlineData("sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043zzz")]
    public void Anything_else_does_not(string? header) => Assert.False(Signature.Holds(Secret, Body, header));

    [Fact]
    public void A_changed_byte_does_not_hold() => Assert.False(Signature.Holds(Secret, Encoding.UTF8.GetBytes("Hello, World?"), Right));
}
