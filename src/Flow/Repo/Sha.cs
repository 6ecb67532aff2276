using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sluice.Flow.Repo;

/// <summary>A git object id: 40 lowercase hexadecimal digits (64 in SHA-256 repositories).</summary>
[JsonConverter(typeof(ShaJson))]
public readonly record struct Sha : IComparable<Sha>
{
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdefABCDEF");

    private readonly string? _hex;

    /// <exception cref="FormatException">The text is not 40 or 64 hexadecimal digits.</exception>
    public Sha(string hex)
    {
        if (!IsValid(hex))
        {
            throw new FormatException($"'{hex}' is not a git object id: 40 or 64 hexadecimal digits are");
        }

        _hex = hex.ToLowerInvariant();
    }

    /// <summary>The digits; all zeros for the default value, which git reads as "no object".</summary>
    public string Hex => _hex ?? new string('0', 40);

    /// <summary>The first twelve digits, as people read them.</summary>
    public string Short => Hex[..12];

    public static bool IsValid(string? hex) => hex is { Length: 40 or 64 } && hex.AsSpan().IndexOfAnyExcept(Digits) < 0;

    public int CompareTo(Sha other) => string.CompareOrdinal(Hex, other.Hex);

    public static bool operator <(Sha left, Sha right) => left.CompareTo(right) < 0;

    public static bool operator >(Sha left, Sha right) => left.CompareTo(right) > 0;

    public static bool operator <=(Sha left, Sha right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Sha left, Sha right) => left.CompareTo(right) >= 0;

    public override string ToString() => Hex;
}

internal sealed class ShaJson : JsonConverter<Sha>
{
    public override Sha Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetString() ?? "");

    public override void Write(Utf8JsonWriter writer, Sha value, JsonSerializerOptions options) => writer.WriteStringValue(value.Hex);
}
