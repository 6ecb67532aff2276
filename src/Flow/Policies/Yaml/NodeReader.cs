using System.Buffers;
using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Sluice.Flow.Policies.Yaml;

/// <summary>
/// Text to nodes, from the parser's events and not through its document model: that one recurses without bound and follows aliases,
/// and this text is written by anybody who can open a pull request.
/// </summary>
internal sealed class NodeReader
{
    private const int LongestText = 256 * 1024;
    private const int DeepestNesting = 12;
    private const string NoAnchors = "anchors and aliases are not read here; write the value out";

    private const string Starred =
        "to YAML this is an alias, and none is read here; put what begins with * in quotes, such as \"**/migrations/**\"";

    private static readonly SearchValues<char> Controls = SearchValues.Create([
        .. Enumerable
            .Range(0, 0xA0)
            .Select(code => (char)code)
            .Where(letter => char.IsControl(letter) && letter is not ('\t' or '\n' or '\r')),
    ]);

    private readonly Parser _parser;

    private NodeReader(string text) => _parser = new Parser(new StringReader(text));

    /// <summary>The document's root; null for an empty one.</summary>
    /// <param name="fault">What keeps the text from being YAML as it is read here; null when nothing does.</param>
    public static Node? Read(string text, out Fault? fault)
    {
        fault = null;
        if (text.Length > LongestText)
        {
            fault = new Fault(1, 1, $"the file has {text.Length / 1024} KiB; at most {LongestText / 1024} are read");
            return null;
        }

        // What whoever decodes bytes puts for those that are no UTF-8.
        if (text.IndexOf('\uFFFD', StringComparison.Ordinal) is >= 0 and var broken)
        {
            fault = new Fault(
                text.AsSpan(0, broken).Count('\n') + 1,
                broken - text.LastIndexOf('\n', broken),
                "a character here is not UTF-8; save the file as UTF-8"
            );
            return null;
        }

        var reader = new NodeReader(text);
        try
        {
            return reader.Document();
        }
        catch (Refusal refusal)
        {
            fault = refusal.Fault;
        }
        catch (YamlException exception)
        {
            fault = Syntax(text, exception.End, OneLine(exception.Message));
        }
        catch (Exception damage) when (damage is InvalidOperationException or ArgumentException)
        {
            // The scanner leaves so, instead of with its own exception, at some damage inside plain text and inside tags.
            fault = Syntax(
                text,
                reader._parser.Current?.End ?? Mark.Empty,
                "something after this cannot be read; quote the values that hold special characters"
            );
        }

        return null;
    }

    /// <summary>The parser counts one line too many at the end of the text, and for a tab it names where the mapping began.</summary>
    private static Fault Syntax(string text, Mark at, string message)
    {
        var lines = text.TrimEnd('\n').Split('\n');
        var tab = message.Contains("tab", StringComparison.Ordinal)
            ? Array.FindIndex(lines, line => line.TrimStart(' ').StartsWith('\t'))
            : -1;
        return tab >= 0 ? new Fault(tab + 1, lines[tab].IndexOf('\t') + 1, "this is not YAML: a tab indents the line; write spaces")
            : message.Contains("anchor or alias", StringComparison.Ordinal) ? new Fault((int)at.Line, (int)at.Column, Starred)
            : new Fault(Math.Clamp((int)at.Line, 1, lines.Length), Math.Max(1, (int)at.Column), $"this is not YAML: {message}");
    }

    private Node? Document()
    {
        _parser.Consume<StreamStart>();
        if (_parser.Accept<StreamEnd>(out _))
        {
            return null;
        }

        _parser.Consume<DocumentStart>();
        var root = Value(0);
        _parser.Consume<DocumentEnd>();
        return _parser.Accept<DocumentStart>(out var second)
            ? throw No(second, "there is a second document; one file holds one policy")
            : root;
    }

    private Node Value(int depth)
    {
        if (_parser.Accept<AnchorAlias>(out var alias))
        {
            throw No(alias, Starred);
        }

        if (_parser.Accept<NodeEvent>(out var node))
        {
            Check(node, depth);
        }

        if (_parser.TryConsume<Scalar>(out var scalar))
        {
            return Of(scalar);
        }

        if (_parser.TryConsume<SequenceStart>(out var list))
        {
            var items = new List<Node>();
            while (!_parser.TryConsume<SequenceEnd>(out _))
            {
                items.Add(Value(depth + 1));
            }

            return new Node.List(Line(list), Column(list), items.ToRow());
        }

        var map = _parser.Consume<MappingStart>();
        return new Node.Map(Line(map), Column(map), Entries(depth).ToRow());
    }

    private List<Entry> Entries(int depth)
    {
        var entries = new List<Entry>();
        var seen = new SortedDictionary<string, int>(StringComparer.Ordinal);
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            _parser.Accept<ParsingEvent>(out var at);
            if (Value(depth + 1) is not Node.Scalar key)
            {
                throw No(at!, "a key is a word, not a list or a mapping");
            }

            if (!seen.TryAdd(key.Text, key.Line))
            {
                throw No(at!, $"{Node.Show(key.Text)} is here a second time; the first is on line {seen[key.Text]}");
            }

            entries.Add(new Entry(key, Value(depth + 1)));
        }

        return entries;
    }

    private static void Check(NodeEvent node, int depth)
    {
        if (!node.Anchor.IsEmpty)
        {
            throw No(node, NoAnchors);
        }

        if (!node.Tag.IsEmpty)
        {
            throw No(node, "tags are not read here; write the plain value");
        }

        if (depth > DeepestNesting)
        {
            throw No(node, $"nested more than {DeepestNesting} deep; nothing here goes that far down");
        }
    }

    /// <summary>
    /// Names become keys of the books, which take no zero character: one such key would stop whatever is written together with it. Only an
    /// escape writes one.
    /// </summary>
    private static Node.Scalar Of(Scalar scalar)
    {
        var control = scalar.Value.AsSpan().IndexOfAny(Controls);
        return control >= 0
            ? throw No(
                scalar,
                string.Create(CultureInfo.InvariantCulture, $"a text here cannot be stored: leave out U+{(int)scalar.Value[control]:X4}")
            )
            : new(Line(scalar), Column(scalar), scalar.Value, scalar.Style == ScalarStyle.Plain);
    }

    private static int Line(ParsingEvent at) => (int)at.Start.Line;

    private static int Column(ParsingEvent at) => (int)at.Start.Column;

    private static Refusal No(ParsingEvent at, string message) => new(new Fault(Line(at), Column(at), message));

    private static string OneLine(string message) => string.Join(' ', message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Leaves the descent at the first fault of form; never leaves this file.</summary>
    private sealed class Refusal(Fault fault) : Exception(fault.Message)
    {
        public Fault Fault { get; } = fault;
    }
}
