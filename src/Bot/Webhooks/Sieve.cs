using System.Buffers;
using System.Text.Json;

namespace Sluice.Bot.Webhooks;

/// <summary>
/// Keeps of a body what is wanted, in one pass forwards over its bytes and in their own place: nine tenths of a delivery are read by
/// nobody, and are stepped over without being understood. What is left is JSON like any other, for a reader who looks at it closely.
/// </summary>
internal ref struct Sieve
{
    /// <summary>As for what is read whole: which of the two ways a body takes decides nothing.</summary>
    public const int Deepest = 64;

    private static readonly SearchValues<byte> Brackets = SearchValues.Create("\"{}[]"u8);
    private static readonly SearchValues<byte> QuoteOrEscape = SearchValues.Create("\"\\"u8);
    private static readonly SearchValues<byte> AfterScalar = SearchValues.Create(",}] \t\r\n"u8);

    private readonly Span<byte> _json;
    private int _at;
    private int _kept;
    private int _depth;

    private Sieve(Span<byte> json) => _json = json;

    /// <param name="json">Is overwritten.</param>
    /// <returns>How many bytes are left, from the first on.</returns>
    /// <exception cref="JsonException">It ends too early, goes on behind its end, or is nested too deep. Much else that is no JSON is not
    /// seen.</exception>
    public static int Keep(Span<byte> json, Wanted wanted)
    {
        var sieve = new Sieve(json);
        sieve.Value(wanted, inArray: false);
        sieve.Blank();
        return sieve._at == json.Length ? sieve._kept : throw Odd("something follows the value");
    }

    private void Value(Wanted wanted, bool inArray)
    {
        switch (Peek())
        {
            case (byte)'{' when !wanted.IsWhole:
                Object(wanted);
                break;
            case (byte)'[' when !wanted.IsWhole && !inArray:
                Array(wanted);
                break;
            case (byte)'[' when !wanted.IsWhole:
                Step();
                Add("[]"u8); // what is wanted are members, and an array in an array has none
                break;
            default:
                var from = _at;
                Step();
                Add(_json[from.._at]);
                break;
        }
    }

    private void Object(Wanted wanted)
    {
        Take((byte)'{');
        Enter();
        Add("{"u8);
        for (var first = true; Peek() != '}'; )
        {
            var name = Name();
            if (wanted.Member(name[1..^1]) is { } member)
            {
                Separate(ref first);
                Add(name);
                Add(":"u8);
                Value(member, inArray: false);
            }
            else
            {
                Peek();
                Step();
            }

            Next((byte)'}');
        }

        Take((byte)'}');
        _depth--;
        Add("}"u8);
    }

    private void Array(Wanted wanted)
    {
        Take((byte)'[');
        Enter();
        Add("["u8);
        for (var first = true; Peek() != ']'; )
        {
            Separate(ref first);
            Value(wanted, inArray: true);
            Next((byte)']');
        }

        Take((byte)']');
        _depth--;
        Add("]"u8);
    }

    private void Separate(ref bool first)
    {
        Add(first ? [] : ","u8);
        first = false;
    }

    /// <summary>With its quotes.</summary>
    private Span<byte> Name()
    {
        if (Peek() != '"')
        {
            throw Odd("a name is missing");
        }

        var from = _at;
        Text();
        var name = _json[from.._at];
        Peek();
        Take((byte)':');
        return name;
    }

    /// <summary>A comma, or the end before us.</summary>
    private void Next(byte end)
    {
        if (Peek() != end)
        {
            Take((byte)',');
        }
    }

    /// <summary>Over one value.</summary>
    private void Step()
    {
        switch (_json[_at])
        {
            case (byte)'"':
                Text();
                break;
            case (byte)'{' or (byte)'[':
                Nested();
                break;
            default:
                var length = _json[_at..].IndexOfAny(AfterScalar);
                _at += length >= 0 ? length : _json.Length - _at;
                break;
        }
    }

    private void Nested()
    {
        var outside = _depth;
        do
        {
            _at += Ahead(Brackets);
            switch (_json[_at])
            {
                case (byte)'"':
                    Text();
                    continue;
                case (byte)'{' or (byte)'[':
                    Enter();
                    break;
                default:
                    _depth--;
                    break;
            }

            _at++;
        } while (_depth > outside);
    }

    private void Enter()
    {
        if (++_depth > Deepest)
        {
            throw Odd("it is nested too deep");
        }
    }

    private void Text()
    {
        for (_at++; ; _at += 2)
        {
            _at += Ahead(QuoteOrEscape);
            if (_json[_at] == '"')
            {
                _at++;
                return;
            }

            if (_at + 2 > _json.Length)
            {
                throw Odd("it ends in the midst of a text");
            }
        }
    }

    private readonly int Ahead(SearchValues<byte> any) =>
        _json[_at..].IndexOfAny(any) is >= 0 and var length ? length : throw Odd("it ends too early");

    private byte Peek()
    {
        Blank();
        return _at < _json.Length ? _json[_at] : throw Odd("it ends too early");
    }

    private void Blank()
    {
        while (_at < _json.Length && _json[_at] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
        {
            _at++;
        }
    }

    private void Take(byte expected)
    {
        if (_json[_at] != expected)
        {
            throw Odd($"'{(char)expected}' is missing");
        }

        _at++;
    }

    /// <summary>Never overtakes what is read: all that is written was read before, or is shorter.</summary>
    private void Add(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_json[_kept..]);
        _kept += bytes.Length;
    }

    private static JsonException Odd(string what) => new(what);
}
