using Sluice.Bench.Fuzz;

namespace Sluice.Bot.Tests.Fuzzing;

/// <summary>Ten thousand spoiled inputs for each reader of what strangers write; <c>bench/fuzz</c> takes a million.</summary>
public sealed class FuzzTests
{
    private const int Inputs = 10_000;

    public static TheoryData<string> Names => [.. Targets.All.Select(target => target.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Nothing_that_a_stranger_writes_breaks_the_reader(string name) =>
        Assert.Null(Bench.Fuzz.Fuzzing.Run(Targets.All.Single(target => target.Name == name), seed: 1, Inputs));

    [Fact]
    public void A_reader_that_breaks_is_found()
    {
        var careless = new Target("careless", Mutator.Bytes("[1]"), Mutator.Bytes("["), input => _ = input[2]);

        Assert.Contains("IndexOutOfRange", Bench.Fuzz.Fuzzing.Run(careless, seed: 1, Inputs), StringComparison.Ordinal);
    }
}
