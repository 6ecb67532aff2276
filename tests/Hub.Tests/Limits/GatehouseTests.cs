using Sluice.Hub.Limits;
using Sluice.Hub.Model;
using Sluice.Hub.Rest;

namespace Sluice.Hub.Tests.Limits;

public sealed class GatehouseTests
{
    [Fact]
    public void Nobody_is_remembered_whose_requests_have_ended()
    {
        var gatehouse = new Gatehouse(new World(TimeProvider.System), new Toll { Numbers = new LimitNumbers { AtOnce = 1 } });
        using (gatehouse.Enter("one"))
        {
            using (var second = gatehouse.Enter("one"))
                Assert.NotNull(second.Refusal);
            using (gatehouse.Enter("other"))
                Assert.Equal(["one", "other"], gatehouse.UnderWay.Order(StringComparer.Ordinal));
            Assert.Equal(["one"], gatehouse.UnderWay);
        }

        Assert.Empty(gatehouse.UnderWay);
        using var again = gatehouse.Enter("one");
        Assert.Null(again.Refusal);
    }
}
