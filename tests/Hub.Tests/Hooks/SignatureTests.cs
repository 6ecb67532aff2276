using System.Text;
using Sluice.Hub.Hooks;

namespace Sluice.Hub.Tests.Hooks;

public sealed class SignatureTests
{
    [Fact]
    public void The_signature_is_that_of_GitHubs_own_example() =>
        Assert.Equal(
            "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17",
            Signature.Sha256("It's a Secret to Everybody", Encoding.UTF8.GetBytes("Hello, World!"))
        );
}
