using System.Collections.Concurrent;
using System.Reflection;

namespace Sluice.Flow.Tests.Tidy;

/// <summary>Flow's rooms stand beside each other on common ground; only Words and the deciders at the root see more than one.</summary>
public sealed class RoomsTests
{
    private static readonly Assembly Flow = typeof(Row<>).Assembly;

    private static readonly ConcurrentDictionary<Type, Type[]> Known = new();

    [Fact]
    public void Rooms_never_use_each_other() =>
        House.HasNo(
            from type in Flow.GetTypes()
            where type.Namespace is not null && Room(type) is not ("" or "Words")
            from used in OfFlow(type)
            where IsAnother(Room(type), used)
            select $"{type} uses {used}"
        );

    [Fact]
    public void The_ground_knows_nothing_of_the_rooms() =>
        House.HasNo(
            from type in Flow.GetTypes()
            where IsGround(Room(type))
            from used in OfFlow(type)
            where Room(used) != "" && !IsGround(Room(used))
            select $"{type} uses {used}"
        );

    [Fact]
    public void What_only_the_body_of_a_method_uses_is_seen_too() => Assert.Contains(typeof(House), Uses.Of(typeof(Visitor)));

    private static bool IsAnother(string room, Type used) =>
        Room(used) != room
        && !IsGround(Room(used))
        && (Room(used) != "" || OfFlow(used).Any(joined => Room(joined) != "" && !IsGround(Room(joined))));

    private static Type[] OfFlow(Type type) =>
        Known.GetOrAdd(type, _ => [.. Uses.Of(type).Where(used => used.Assembly == Flow && used.Namespace is not null)]);

    private static bool IsGround(string room) => room is "Repo" or "Policies";

    private static string Room(Type type) => type.Namespace?.Split('.') is ["Sluice", "Flow", var room, ..] ? room : "";

    private sealed class Visitor
    {
        public override string ToString() => House.Root;
    }
}
