using Sluice.Flow.Queue;

namespace Sluice.Flow.Tests.Queue;

public sealed class CyclesTests
{
    [Theory]
    [InlineData("1 2 3", "")]
    [InlineData("1<2 2 3<1", "1<2 3<1")]
    [InlineData("1<1 2", "")]
    [InlineData("1<9 2<1", "1<9 2<1")]
    [InlineData("2<1 1<2", "1<2")]
    [InlineData("1<2 2<1 3", "2<1")]
    [InlineData("1<2 2<3 3<1,9", "2<3 3<1,9")]
    [InlineData("1<2 2<1 3<4 4<3", "2<1 4<3")]
    [InlineData("5<1 1<2 2<1", "5<1 2<1")]
    [InlineData("1<2 2<1 5<1,2", "2<1 5<1,2")]
    [InlineData("1<2,3 2<1,3 3", "1<3 2<1,3")]
    [InlineData("1<2 2<1,3 3<4 4<3", "2<1,3 4<3")]
    public void Who_waits_for_one_that_waits_for_him_goes_if_he_is_the_first(string waiting, string left)
    {
        var pulls = waiting.Split(' ').Select(Pull).ToList();

        Cycles.Break(pulls);

        Assert.Equal(left, string.Join(' ', pulls.Where(pull => pull.Behind.Count > 0).Select(Written)));
    }

    private static Waiting Pull(string written)
    {
        var sides = written.Split('<');
        return new Waiting(int.Parse(sides[0], null), 0.1, Values.Noon)
        {
            Behind = sides.Length > 1 ? sides[1].Split(',').Select(number => int.Parse(number, null)).ToRow() : [],
        };
    }

    private static string Written(Waiting pull) => $"{pull.Number}<{string.Join(',', pull.Behind)}";
}
