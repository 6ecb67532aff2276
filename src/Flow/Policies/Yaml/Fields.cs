using System.Globalization;

namespace Sluice.Flow.Policies.Yaml;

/// <summary>
/// One mapping as it is read: every key that is asked for is a known one, and <see cref="Done"/> faults the others. A value that is
/// wrong is noted as a fault and answered with its default, so that one reading finds every fault.
/// </summary>
internal sealed partial class Fields
{
    private readonly Node.Map? _map;
    private readonly string _path;
    private readonly Notebook _notes;
    private readonly List<string> _known = [];

    public Fields(Node? node, string path, Notebook notes)
    {
        (_path, _notes) = (path, notes);
        _map = node as Node.Map;
        if (node is not null and not Node.Map and not Node.Scalar { IsNothing: true })
        {
            Fault(node, $"{(path.Length == 0 ? "the file" : path)} is a mapping of keys to values, not {node.Kind}");
        }
    }

    /// <summary>A survey has every key.</summary>
    public bool Has(string key) => Value(key) is not null || _notes.Surveys;

    public string Text(string key, string otherwise, int longest = 4000) =>
        Noted(
            key,
            Scalar(key, "a text") is not { } scalar ? otherwise
                : scalar.Text.Trim().Length == 0 ? Wrong(scalar, key, "a text that is not empty", otherwise)
                : scalar.Text.Length > longest ? Wrong(scalar, key, $"at most {longest} characters long", otherwise)
                : scalar.Text,
            text => text,
            () => Shape.Text(longest)
        );

    /// <summary>A text that must be there.</summary>
    /// <param name="always">In every mapping of the kind; else only where another key says so, which a schema does not tell.</param>
    public string Required(string key, string what, bool always = true)
    {
        if (_map is not null && !Has(key))
        {
            Missing(key, what);
        }

        var text = Text(key, "");
        if (always)
        {
            Demanded(key, what);
        }

        return text;
    }

    /// <summary>Faults a key's absence, whatever it holds.</summary>
    public void Needs(string key, string what)
    {
        if (!Has(key))
        {
            Missing(key, what);
        }

        Demanded(key, what);
    }

    public bool Flag(string key, bool otherwise) =>
        Noted(
            key,
            Scalar(key, "true or false") is not { } scalar
                ? otherwise
                : scalar.Text switch
                {
                    "true" => true,
                    "false" => false,
                    _ => Wrong(scalar, key, "true or false", otherwise),
                },
            flag => flag,
            Shape.Flag
        );

    public int Whole(string key, int otherwise, int least, int most)
    {
        var range =
            least == most
                ? least.ToString(CultureInfo.InvariantCulture)
                : string.Create(CultureInfo.InvariantCulture, $"a whole number from {least} to {most}");
        return Noted(
            key,
            Scalar(key, range) is not { } scalar ? otherwise
                : Scalars.Whole(scalar.Text) is { } value && value >= least && value <= most ? value
                : Wrong(scalar, key, range, otherwise),
            whole => whole,
            () => Shape.Whole(least, most)
        );
    }

    /// <summary>A number for which <paramref name="fits"/> holds.</summary>
    public double Number(string key, double otherwise, Func<double, bool> fits, string range) =>
        Noted(
            key,
            Scalar(key, range) is not { } scalar ? otherwise
                : Scalars.Number(scalar.Text) is { } value && fits(value) ? value
                : Wrong(scalar, key, range, otherwise),
            number => number,
            () => Shape.Number(range)
        );

    /// <summary>A percentage, as a share of one.</summary>
    public double Percent(string key, double otherwise, Func<double, bool> fits, string range) =>
        Noted(
            key,
            Scalar(key, range) is not { } scalar ? otherwise
                : Scalars.Percent(scalar.Text) is { } value && fits(value) ? value
                : Wrong(scalar, key, range, otherwise),
            share => Scalars.Show(share),
            () => Shape.Percent(range)
        );

    public TimeSpan Duration(string key, TimeSpan otherwise, TimeSpan least, TimeSpan most)
    {
        var range = $"a duration from {Scalars.Show(least)} to {Scalars.Show(most)}, such as 30s, 10m, 6h or 28d";
        return Noted(
            key,
            Scalar(key, range) is not { } scalar ? otherwise
                : Scalars.Duration(scalar.Text) is { } value && value >= least && value <= most ? value
                : Wrong(scalar, key, range, otherwise),
            span => Scalars.Show(span),
            () => Shape.Duration(range)
        );
    }

    /// <summary>One word of several.</summary>
    public T Word<T>(string key, T otherwise, params (string Word, T Value)[] words) =>
        Noted(
            key,
            Scalar(key, OneOf(words)) is not { } scalar ? otherwise : Choose(scalar, Path(key), otherwise, words),
            value => Spelt(value, words),
            () => Shape.Word(words.Select(each => each.Word))
        );

    /// <summary>Whether the key has a word that it may have in place of what it else is.</summary>
    /// <param name="usual">Also where it is absent.</param>
    public bool Instead(string key, string word, bool usual = false)
    {
        var value = Value(key);
        if (_notes.Surveys)
        {
            Outline.Instead(key, word, usual);
            return false;
        }

        if (value is Node.Scalar scalar ? scalar.Text != word : value is not null || !usual)
        {
            return false;
        }

        _notes.Settings.Add(new Setting(Path(key), word));
        return true;
    }

    /// <summary>A mapping below; one that is absent or empty reads as one without keys.</summary>
    public Fields Section(string key)
    {
        var below = new Fields(Value(key), Path(key), _notes);
        if (_notes.Surveys)
        {
            Outline.Put(key, Path(key), below.Outline.Mapping, null);
        }

        return below;
    }

    /// <summary>
    /// Notes what does not fit together, where a key's value stands; where the key is absent, at the mapping. What a value that could not
    /// be read would have said is not known, so nothing is held against that.
    /// </summary>
    /// <param name="entry">One of the value's own entries, when it is a list: there.</param>
    public void Contradiction(string key, string message, string? entry = null)
    {
        var value = Value(key);
        if (entry is null && Unread(value))
        {
            return;
        }

        var at =
            (value as Node.List)?.Items.FirstOrDefault(item => entry is not null && item is Node.Scalar scalar && scalar.Text == entry)
            ?? value;
        Fault(at ?? _map, $"{Path(key)} {message}");
    }

    /// <summary>Faults every key that nobody asked for.</summary>
    public void Done()
    {
        foreach (var entry in _map?.Entries ?? [])
        {
            if (!_known.Contains(entry.Key.Text))
            {
                var there = Nearest.To(entry.Key.Text, _known) is { } nearest
                    ? $"did you mean {nearest}?"
                    : $"known here: {string.Join(", ", _known)}";
                Fault(entry.Key, $"there is no key {Node.Show(entry.Key.Text)}{(_path.Length == 0 ? "" : $" in {_path}")}; {there}");
            }
        }
    }

    /// <summary>A value that may have more than one shape; null: absent.</summary>
    public Node? Value(string key)
    {
        if (!_known.Contains(key))
        {
            _known.Add(key);
        }

        return Entry(key)?.Value;
    }

    public string Path(string key) => _path.Length == 0 ? key : $"{_path}.{key}";

    public T Wrong<T>(Node at, string key, string right, T otherwise)
    {
        Fault(at, $"{Path(key)} is {right}, not {at.Kind}");
        return otherwise;
    }

    private T Choose<T>(Node.Scalar scalar, string path, T otherwise, (string Word, T Value)[] words)
    {
        foreach (var (word, value) in words)
        {
            if (word == scalar.Text)
            {
                return value;
            }
        }

        var hint = Nearest.To(scalar.Text, words.Select(each => each.Word)) is { } nearest ? $"; did you mean {nearest}?" : "";
        Fault(scalar, $"{path} is {OneOf(words)}, not {scalar.Kind}{hint}");
        return otherwise;
    }

    private Node.Scalar? Scalar(string key, string right)
    {
        var value = Value(key);
        if (value is null or Node.Scalar { IsNothing: false })
        {
            return (Node.Scalar?)value;
        }

        Fault(
            value,
            value is Node.Scalar
                ? $"{Path(key)} has no value: it is {right}; or leave the key out"
                : $"{Path(key)} is {right}, not {value.Kind}"
        );
        return null;
    }

    private static string OneOf<T>((string Word, T Value)[] words) =>
        words.Length == 1 ? words[0].Word : string.Join(", ", words[..^1].Select(each => each.Word)) + " or " + words[^1].Word;

    private bool Unread(Node? value) =>
        value switch
        {
            Node.Scalar scalar => _notes.Faults.Any(fault => (fault.Line, fault.Column) == (scalar.Line, scalar.Column)),
            Node.List list => list.Items.Any(item => item is Node.Scalar && Unread(item)),
            _ => false,
        };

    private Entry? Entry(string key) => _map?.Entries.FirstOrDefault(entry => entry.Key.Text == key);

    private void Missing(string key, string what) => Fault(_map, $"{Path(key)} is missing: {what}");

    private void Fault(Node? at, string message) => _notes.Faults.Add(new Fault(at?.Line ?? 1, at?.Column ?? 1, message));
}
