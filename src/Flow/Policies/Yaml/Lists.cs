using System.Globalization;

namespace Sluice.Flow.Policies.Yaml;

/// <summary>Values that are lists.</summary>
internal sealed partial class Fields
{
    private const int LongestList = 500;

    /// <summary>Texts, each once.</summary>
    public Row<string> Texts(string key, Row<string> otherwise) =>
        Noted(
            key,
            Each(
                key,
                otherwise,
                (scalar, _) =>
                    scalar.Text.Trim().Length > 0 ? scalar.Text : Wrong<string?>(scalar, key, "a list of texts that are not empty", null)
            ),
            texts => Shape.Entries(texts),
            () => Shape.List(Shape.Text(null), LongestList)
        );

    /// <summary>Patterns of names.</summary>
    public Row<string> Globs(string key) => Patterns(key, [], "ci/*", GlobFault);

    /// <summary>Patterns of paths in the repository.</summary>
    public Row<string> Paths(string key, Row<string>? otherwise = null) =>
        Patterns(key, otherwise ?? [], "src/**/*.sql", text => GlobFault(text) ?? PathFault(text));

    private Row<string> Patterns(string key, Row<string> otherwise, string example, Func<string, string?> fault) =>
        Noted(
            key,
            Each(
                key,
                otherwise,
                (scalar, path) =>
                {
                    if (fault(scalar.Text) is { } why)
                    {
                        Fault(scalar, $"{path} holds patterns such as {example}, and {Node.Show(scalar.Text)} {why}");
                        return null;
                    }

                    return scalar.Text;
                }
            ),
            globs => Shape.Entries(globs),
            () => Shape.List(Shape.Text(500), LongestList)
        );

    public Row<T> Words<T>(string key, Row<T> otherwise, params (string Word, T Value)[] words)
        where T : struct =>
        Noted(
            key,
            Each<T?>(
                    key,
                    otherwise.Select(value => (T?)value).ToRow(),
                    (scalar, path) => Choose<T?>(scalar, path, null, [.. words.Select(each => (each.Word, (T?)each.Value))])
                )
                .Select(value => value!.Value)
                .ToRow(),
            values => Shape.Entries(values.Select(value => Spelt(value, words))),
            () => Shape.List(Shape.Word(words.Select(each => each.Word)), LongestList)
        );

    /// <summary>Words that stay words.</summary>
    public Row<string> Known(string key, params string[] words) =>
        Noted(
            key,
            Each<string>(key, [], (scalar, path) => Choose<string?>(scalar, path, null, [.. words.Select(word => (word, (string?)word))])),
            values => Shape.Entries(values),
            () => Shape.List(Shape.Word(words), LongestList)
        );

    public Row<int> Wholes(string key, Row<int> otherwise, int least, int most)
    {
        var range = string.Create(CultureInfo.InvariantCulture, $"a list of whole numbers from {least} to {most}");
        return Noted(
            key,
            Each<int?>(
                    key,
                    otherwise.Select(value => (int?)value).ToRow(),
                    (scalar, _) =>
                        Scalars.Whole(scalar.Text) is { } value && value >= least && value <= most
                            ? value
                            : Wrong<int?>(scalar, key, range, null)
                )
                .Select(value => value!.Value)
                .ToRow(),
            wholes => Shape.Entries(wholes),
            () => Shape.List(Shape.Whole(least, most), LongestList)
        );
    }

    /// <summary>Mappings, one after the other; each must be read and be done with before the next.</summary>
    public IEnumerable<Fields> Sections(string key)
    {
        var items = Items(key, "of mappings, each after a dash of its own") ?? [];
        if (_notes.Surveys)
        {
            var each = new Fields(null, $"{Path(key)}[]", _notes);
            Outline.Put(key, Path(key), Shape.List(each.Outline.Mapping, LongestList), null);
            yield return each;
        }

        var index = 0;
        foreach (var item in items)
        {
            yield return new Fields(item, string.Create(CultureInfo.InvariantCulture, $"{Path(key)}[{index++}]"), _notes);
        }
    }

    /// <summary>Each scalar of a list; what <paramref name="read"/> answers with null was faulted and is left out.</summary>
    private Row<T> Each<T>(string key, Row<T> otherwise, Func<Node.Scalar, string, T?> read)
    {
        if (Items(key, null) is not { } items)
        {
            return otherwise;
        }

        var values = new List<T>();
        foreach (var item in items)
        {
            if (item is not Node.Scalar { IsNothing: false } scalar)
            {
                Wrong(item, key, "a list of single values", 0);
            }
            else if (read(scalar, Path(key)) is { } value)
            {
                if (values.Contains(value))
                {
                    Fault(scalar, $"{Path(key)} names {Node.Show(scalar.Text)} twice");
                }

                values.Add(value);
            }
        }

        return values.ToRow();
    }

    /// <param name="of">What it is a list of, where its entries are more than a word.</param>
    private Row<Node>? Items(string key, string? of)
    {
        var value = Value(key);
        switch (value)
        {
            case null or Node.Scalar { IsNothing: true }:
                return null;
            case Node.List { Items.Count: <= LongestList } list:
                return list.Items;
            case Node.List:
                return Wrong<Row<Node>?>(value, key, $"a list of at most {LongestList} entries", null);
            default:
                Fault(
                    value,
                    $"{Path(key)} is a list{(of is not null ? $" {of}" : $", such as [{(value is Node.Scalar { Text.Length: < 40 } scalar ? scalar.Text : "…")}]")}, not {value.Kind}"
                );
                return null;
        }
    }

    /// <summary>What is wrong with a pattern; null: nothing.</summary>
    private static string? GlobFault(string text)
    {
        if (text.Trim().Length == 0 || text.Length > 500)
        {
            return "is empty or longer than 500 characters";
        }

        if (text.StartsWith('!'))
        {
            return "begins with an exclamation mark, which says nothing here";
        }

        // What the pattern reader would throw at, or take for a plain letter where people mean more.
        return text.IndexOfAny(['{', '}', '\\']) >= 0 ? "has braces or backslashes, which are not read: write two patterns"
            : BracketsFit(text) ? null
            : "has a [ without its ], or nothing between them";
    }

    /// <summary>What keeps a pattern from ever meeting a path as git tells it; null: nothing.</summary>
    private static string? PathFault(string text) =>
        text.StartsWith('/') ? "begins with a slash; paths begin at the root without one"
        : text.EndsWith('/') ? $"ends with a slash, which no path does; all that is in a folder is {text}**"
        : text.Split('/').Any(part => part is "." or ".." or "")
            ? "goes by way of . or .. or of nothing; paths begin at the root, such as src/app"
        : null;

    private static bool BracketsFit(string text)
    {
        var open = -1;
        for (var i = 0; i < text.Length; i++)
        {
            var inside = open >= 0;
            if ((text[i] == '[' && inside) || (text[i] == ']' && (!inside || i == open + 1 || (i == open + 2 && text[i - 1] == '!'))))
            {
                return false;
            }

            open = text[i] switch
            {
                '[' => i,
                ']' => -1,
                _ => open,
            };
        }

        return open < 0;
    }
}
