using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Sluice.Bot.Tracing;

/// <summary>Protocol Buffers' wire format, as far as traces need it.</summary>
internal sealed class Protobuf
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    public ReadOnlyMemory<byte> Written => _bytes.WrittenMemory;

    public void Bytes(int field, ReadOnlySpan<byte> value)
    {
        Varint((ulong)((field << 3) | 2));
        Varint((ulong)value.Length);
        _bytes.Write(value);
    }

    public void Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    public void Hex(int field, string value) => Bytes(field, Convert.FromHexString(value));

    public void Whole(int field, long value)
    {
        Varint((ulong)(field << 3));
        Varint((ulong)value);
    }

    public void Fixed(int field, ulong value)
    {
        Varint((ulong)((field << 3) | 1));
        BinaryPrimitives.WriteUInt64LittleEndian(_bytes.GetSpan(8), value);
        _bytes.Advance(8);
    }

    public void Double(int field, double value) => Fixed(field, BitConverter.DoubleToUInt64Bits(value));

    /// <summary>A message within the message.</summary>
    public void Part(int field, Action<Protobuf> write)
    {
        var part = new Protobuf();
        write(part);
        Bytes(field, part.Written.Span);
    }

    private void Varint(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            Byte((byte)(value | 0x80));
        }

        Byte((byte)value);
    }

    private void Byte(byte value)
    {
        _bytes.GetSpan(1)[0] = value;
        _bytes.Advance(1);
    }
}
