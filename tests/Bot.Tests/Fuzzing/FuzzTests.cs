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

    [Theory]
    [InlineData("x", "'x': a whole number of inputs from 1")]
    [InlineData("-5 1", "'-5': a whole number of inputs from 1")]
    [InlineData("100 one", "'one': a seed, a whole number from 0")]
    [InlineData("100 1 nosuchreader", "'nosuchreader': there is no such reader; there are door, sluice.yml")]
    [InlineData("100 1 door more", "'more' is one word too many")]
    public void Words_that_would_try_nothing_are_refused(string words, string says) =>
        Assert.StartsWith(says, Assert.Throws<FormatException>(() => Wanted.Read(words.Split(' '))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_reader_that_breaks_is_found()
    {
        var careless = new Target("careless", Mutator.Bytes("[1]"), Mutator.Bytes("["), input => _ = input[2]);

        Assert.Contains("IndexOutOfRange", Bench.Fuzz.Fuzzing.Run(careless, seed: 1, Inputs), StringComparison.Ordinal);
    }
}
