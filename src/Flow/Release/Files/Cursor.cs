using System.Text;
using System.Text.Json;

namespace Sluice.Flow.Release.Files;

/// <summary>Walks a JSON text once, and knows where it is when something is wrong.</summary>
internal ref struct Cursor
{
    private readonly ReadOnlySpan<byte> _text;
    private Utf8JsonReader _reader;

    public Cursor(ReadOnlySpan<byte> text)
    {
        _text = text;
        _reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = 16 });
        Next();
    }

    public readonly long Offset => _reader.TokenStartIndex;

    /// <summary>Line and column of an offset, from one; columns count characters.</summary>
    public static (int Line, int Column) Place(ReadOnlySpan<byte> text, long offset)
    {
        var before = text[..(int)Math.Min(offset, text.Length)];
        var line = before.LastIndexOf((byte)'\n') + 1;
        return (before.Count((byte)'\n') + 1, Encoding.UTF8.GetCharCount(before[line..]) + 1);
    }

    /// <summary>Steps into an object.</summary>
    public void Object(string what) => Enter(JsonTokenType.StartObject, $"{what} is an object {{…}}");

    /// <summary>Steps into a list.</summary>
    public void List(string what) => Enter(JsonTokenType.StartArray, $"{what} is a list […]");

    /// <summary>The next key of the object, and steps to its value; null: steps out of it.</summary>
    /// <param name="known">The keys that it may have.</param>
    public string? Key(List<string> seen, params ReadOnlySpan<string> known)
    {
        if (_reader.TokenType == JsonTokenType.EndObject)
        {
            Next();
            return null;
        }

        var key = Said();
        if (known.IndexOf(key) < 0)
        {
            throw Fault(
                Nearest.To(key, known.ToArray()) is { } near
                    ? $"there is no key \"{key}\" here; did you mean \"{near}\"?"
                    : $"there is no key \"{key}\" here; there are {string.Join(", ", known)}"
            );
        }

        if (seen.Contains(key))
        {
            throw Fault($"\"{key}\" stands here twice");
        }

        seen.Add(key);
        Next();
        return key;
    }

    /// <summary>Whether the list has another item, which is where it stands then; if not, steps out of it.</summary>
    public bool Item()
    {
        if (_reader.TokenType != JsonTokenType.EndArray)
        {
            return true;
        }

        Next();
        return false;
    }

    public string Text(string what)
    {
        var text = _reader.TokenType == JsonTokenType.String ? Said() : null;
        return Take(string.IsNullOrEmpty(text) ? throw Fault($"{what} is a text \"…\"") : text);
    }

    public bool Flag(string what) =>
        Take(
            _reader.TokenType switch
            {
                JsonTokenType.True => true,
                JsonTokenType.False => false,
                _ => throw Fault($"{what} is true or false"),
            }
        );

    /// <param name="fits">What it must hold of a finite number.</param>
    public double Number(string what, Func<double, bool> fits) =>
        Take(
            _reader.TokenType == JsonTokenType.Number && _reader.TryGetDouble(out var number) && double.IsFinite(number) && fits(number)
                ? number
                : throw Fault($"{what}{Found()}")
        );

    /// <summary>A number; a gap, which monitoring writes as null or "NaN", is not one.</summary>
    public double NumberOrGap(string what)
    {
        var gap = _reader.TokenType == JsonTokenType.Null || (_reader.TokenType == JsonTokenType.String && _reader.ValueTextEquals("NaN"));
        return gap ? Take(double.NaN) : Number(what, _ => true);
    }

    /// <summary>One of these words.</summary>
    public T Word<T>(string what, params ReadOnlySpan<(string Text, T Value)> words)
    {
        foreach (var (text, value) in words)
        {
            if (_reader.TokenType == JsonTokenType.String && _reader.ValueTextEquals(text))
            {
                return Take(value);
            }
        }

        throw Fault($"{what} is {string.Join(", ", words.ToArray().Select(word => $"\"{word.Text}\""))}{Found()}");
    }

    /// <summary>A value as it stands, and steps over it.</summary>
    public ReadOnlySpan<byte> Raw()
    {
        var (from, depth) = ((int)Offset, _reader.CurrentDepth);
        do
        {
            _ = _reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName ? Said() : null;
        } while (
            (_reader.CurrentDepth > depth || _reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray) && _reader.Read()
        );

        return Take(_text[from..(int)_reader.BytesConsumed]);
    }

    public readonly Malformed Fault(string message) => new(Offset, message);

    /// <summary>The text where it stands. JSON may write half of a character, and hold bytes that are no text.</summary>
    private readonly string Said()
    {
        try
        {
            return _reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw Fault("this is no text: there is half of a character in it, or bytes that are no UTF-8");
        }
    }

    private void Enter(JsonTokenType token, string what)
    {
        if (_reader.TokenType != token)
        {
            throw Fault($"{what}{Found()}");
        }

        Next();
    }

    private ReadOnlySpan<byte> Take(ReadOnlySpan<byte> value)
    {
        Next();
        return value;
    }

    private T Take<T>(T value)
    {
        Next();
        return value;
    }

    private void Next() => _ = _reader.Read();

    private readonly string Found() =>
        _reader.TokenType switch
        {
            JsonTokenType.StartObject => ", not an object",
            JsonTokenType.StartArray => ", not a list",
            JsonTokenType.None => "",
            _ => $", not {Cut(Encoding.UTF8.GetString(_text[(int)Offset..(int)_reader.BytesConsumed]))}",
        };

    private static string Cut(string text) => Clipped.To(text, 40);
}

/// <summary>Something is wrong in the text; caught where the file is read, and told with line and column.</summary>
internal sealed class Malformed(long offset, string message) : Exception(message)
{
    public long Offset => offset;
}
