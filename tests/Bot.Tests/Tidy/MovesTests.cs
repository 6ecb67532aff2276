using System.Reflection;
using Sluice.Flow;
using Sluice.Flow.Intake;
using Sluice.Flow.Queue;
using Sluice.Flow.Release;
using Sluice.Flow.Tests.Tidy;

namespace Sluice.Bot.Tests.Tidy;

/// <summary>Every move is closed, planned by a rule and made by a hand.</summary>
public sealed class MovesTests
{
    private static readonly Assembly Flow = typeof(Row<>).Assembly;

    private static readonly Assembly Turns = Assembly.Load("Sluice.Turns");

    public static TheoryData<Type> Moves => [typeof(PullMove), typeof(LaneMove), typeof(EnvironmentMove)];

    [Fact]
    public void There_are_no_other_moves() =>
        Assert.Equal(
            Moves.Select(row => row.Data.Name).Order(StringComparer.Ordinal),
            Flow.GetTypes()
                .Where(type => type.IsAbstract && type.Name.EndsWith("Move", StringComparison.Ordinal))
                .Select(type => type.Name)
                .Order(StringComparer.Ordinal)
        );

    [Theory]
    [MemberData(nameof(Moves))]
    public void Match_asks_for_every_case_so_that_a_new_one_breaks_every_caller(Type move) =>
        Assert.Equal(
            Cases(move),
            move.GetMethod("Match")!
                .GetParameters()
                .Select(parameter => parameter.ParameterType.GetGenericArguments()[0])
                .OrderBy(type => type.Name, StringComparer.Ordinal)
        );

    [Theory]
    [MemberData(nameof(Moves))]
    public void Nobody_else_can_add_a_case(Type move)
    {
        Assert.All(Cases(move), type => Assert.True(type.IsSealed, $"{type} can be derived from"));
        Assert.All(
            move.GetConstructors(BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.Instance)
                .Where(constructor => constructor.GetParameters().Length == 0),
            constructor => Assert.True(constructor.IsPrivate, $"{move} can be derived from")
        );
    }

    [Theory]
    [MemberData(nameof(Moves))]
    public void Every_move_has_a_hand(Type move)
    {
        var hands = Assert.Single(
            Turns.GetTypes(),
            type =>
                type.Name.StartsWith("HandsOn", StringComparison.Ordinal)
                && type.GetMethod("Make")?.GetParameters().Any(parameter => parameter.ParameterType == move) == true
        );
        var handled = Inside(Turns, hands).SelectMany(Uses.Of).ToHashSet();

        House.HasNo(Cases(move).Where(type => !handled.Contains(type)).Select(type => $"{hands.Name} does not handle {type.Name}"));
    }

    [Theory]
    [MemberData(nameof(Moves))]
    public void Every_move_is_planned_by_some_rule(Type move)
    {
        var planned = Flow.GetTypes().Where(type => type != move && type.DeclaringType != move).SelectMany(Uses.Of).ToHashSet();

        House.HasNo(Cases(move).Where(type => !planned.Contains(type)).Select(type => $"no rule plans {move.Name}.{type.Name}"));
    }

    private static IEnumerable<Type> Cases(Type move) =>
        move.GetNestedTypes().Where(type => type.BaseType == move).OrderBy(type => type.Name, StringComparer.Ordinal);

    /// <summary>A type and what the compiler made of its lambdas and awaits.</summary>
    private static IEnumerable<Type> Inside(Assembly assembly, Type type) =>
        assembly.GetTypes().Where(inner => inner == type || inner.FullName!.StartsWith(type.FullName + "+", StringComparison.Ordinal));
}
