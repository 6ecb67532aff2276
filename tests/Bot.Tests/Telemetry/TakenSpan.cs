using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Sluice.Bot.Tests.Telemetry;

/// <summary>A span as a collector reads it out of OTLP's binary form; the numbers of the fields are those of opentelemetry-proto.</summary>
internal sealed record TakenSpan(
    string Trace,
    string Id,
    string Parent,
    string Name,
    DateTimeOffset Start,
    DateTimeOffset End,
    bool Failed,
    IReadOnlyDictionary<string, string> Tags,
    int Links
)
{
    public static IEnumerable<TakenSpan> Of(byte[] request) =>
        from resource in Fields(request).Where(field => field.Number == 1)
        from scope in Fields(resource.Bytes).Where(field => field.Number == 2)
        from span in Fields(scope.Bytes).Where(field => field.Number == 2)
        select Span([.. Fields(span.Bytes)]);

    private static TakenSpan Span(List<Field> fields)
    {
        byte[] Bytes(int number) => fields.FirstOrDefault(field => field.Number == number)?.Bytes ?? [];
        DateTimeOffset At(int number) =>
            DateTimeOffset.UnixEpoch.AddTicks((long)(fields.Single(field => field.Number == number).Value / 100));
        var status = Fields(Bytes(15)).FirstOrDefault(field => field.Number == 3)?.Value;
        return new(
            Convert.ToHexStringLower(Bytes(1)),
            Convert.ToHexStringLower(Bytes(2)),
            Convert.ToHexStringLower(Bytes(4)),
            Encoding.UTF8.GetString(Bytes(5)),
            At(7),
            At(8),
            status == 2,
            fields.Where(field => field.Number == 9).Select(field => Tag(field.Bytes)).ToDictionary(),
            fields.Count(field => field.Number == 13)
        );
    }

    private static KeyValuePair<string, string> Tag(byte[] pair)
    {
        var fields = Fields(pair).ToList();
        return new(
            Encoding.UTF8.GetString(fields.Single(field => field.Number == 1).Bytes),
            Value(Fields(fields.Single(field => field.Number == 2).Bytes).SingleOrDefault())
        );
    }

    private static string Value(Field? value) =>
        value switch
        {
            { Number: 1 } => Encoding.UTF8.GetString(value.Bytes),
            { Number: 2 } => value.Value == 1 ? "true" : "false",
            { Number: 3 } => ((long)value.Value).ToString(CultureInfo.InvariantCulture),
            { Number: 4 } => BitConverter.UInt64BitsToDouble(value.Value).ToString(CultureInfo.InvariantCulture),
            { Number: 5 } => string.Join(", ", Fields(value.Bytes).Select(one => Value(Fields(one.Bytes).Single()))),
            _ => "",
        };

    private static IEnumerable<Field> Fields(byte[] message)
    {
        for (var at = 0; at < message.Length; )
        {
            var key = Varint(message, ref at);
            var number = (int)(key >> 3);
            switch (key & 7)
            {
                case 0:
                    yield return new(number, Varint(message, ref at), []);
                    break;
                case 1:
                    yield return new(number, BinaryPrimitives.ReadUInt64LittleEndian(message.AsSpan(at, 8)), []);
                    at += 8;
                    break;
                case 2:
                    var length = (int)Varint(message, ref at);
                    yield return new(number, 0, message[at..(at + length)]);
                    at += length;
                    break;
                default:
                    throw new InvalidDataException($"wire type {key & 7}");
            }
        }
    }

    private static ulong Varint(byte[] message, ref int at)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            value |= (ulong)(message[at] & 0x7F) << shift;
            if ((message[at++] & 0x80) == 0)
            {
                return value;
            }
        }
    }

    private sealed record Field(int Number, ulong Value, byte[] Bytes);
}
