using System.Collections;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sluice.Flow;

/// <summary>
/// An immutable list that is equal to another when its elements are, in order: so that <c>plan == plan</c> holds in a test.
/// </summary>
[CollectionBuilder(typeof(Row), nameof(Row.Of))]
[JsonConverter(typeof(RowJson))]
public sealed class Row<T>(ImmutableArray<T> items) : IReadOnlyList<T>, IEquatable<Row<T>>
{
    /// <summary>Most of thousands of rows are empty: they are one.</summary>
    internal static readonly Row<T> Empty = new([]);

    public int Count => items.Length;

    public T this[int index] => items[index];

    public Row<T> Add(T item) => new(items.Add(item));

    public Row<T> AddRange(IEnumerable<T> more) => new(items.AddRange(more));

    public bool Equals(Row<T>? other) => other is not null && items.AsSpan().SequenceEqual(other.AsSpan(), EqualityComparer<T>.Default);

    public override bool Equals(object? obj) => Equals(obj as Row<T>);

    public static bool operator ==(Row<T>? one, Row<T>? other) => one is null ? other is null : one.Equals(other);

    public static bool operator !=(Row<T>? one, Row<T>? other) => !(one == other);

    public override int GetHashCode() => Count;

    public ReadOnlySpan<T> AsSpan() => items.AsSpan();

    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => $"[{string.Join(", ", items)}]";
}

/// <summary>Makes rows.</summary>
public static class Row
{
    public static Row<T> Of<T>(ReadOnlySpan<T> items) => items.IsEmpty ? Row<T>.Empty : new([.. items]);

    public static Row<T> ToRow<T>(this IEnumerable<T> items) =>
        items.TryGetNonEnumeratedCount(out var count) && count == 0 ? Row<T>.Empty : new([.. items]);
}

/// <summary>Stores a row as a JSON array.</summary>
internal sealed class RowJson : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) =>
        typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(Row<>);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Of<>).MakeGenericType(typeToConvert.GetGenericArguments()[0]))!;

    private sealed class Of<T> : JsonConverter<Row<T>>
    {
        public override Row<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            new([.. JsonSerializer.Deserialize<T[]>(ref reader, options) ?? []]);

        public override void Write(Utf8JsonWriter writer, Row<T> value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, (IEnumerable<T>)value, options);
    }
}
