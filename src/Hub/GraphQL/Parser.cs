using System.Globalization;
using System.Text.Json.Nodes;

namespace Sluice.Hub.GraphQL;

/// <summary>Reads executable documents: operations, fragments, variables, directives.</summary>
internal sealed class Parser
{
    /// <summary>Whoever asks for more would end the process: it reads by calling itself.</summary>
    public const int Deepest = 200;

    private readonly List<Token> _tokens;
    private int _at;
    private int _depth;

    private Parser(string source) => _tokens = new Lexer(source).All();

    public static Document Read(string source) => new Parser(source).Whole();

    private Token Now => _tokens[_at];

    private Document Whole()
    {
        var operations = new List<Operation>();
        var fragments = new SortedDictionary<string, Fragment>(StringComparer.Ordinal);
        while (Now.Kind != TokenKind.End)
        {
            if (Is("{"))
                operations.Add(new Operation("query", null, [], Selections()));
            else if (Now.Text == "fragment")
            {
                var fragment = OneFragment();
                fragments[fragment.Name] = fragment;
            }
            else if (Now.Text is "query" or "mutation")
                operations.Add(OneOperation());
            else
                throw Unexpected();
        }

        return operations.Count == 0
            ? throw new SyntaxFault("A query attribute must be specified and must be a string.", Now.At)
            : new Document([.. operations], fragments);
    }

    private Operation OneOperation()
    {
        var kind = Name();
        var name = Now.Kind == TokenKind.Name ? Name() : null;
        var variables = new List<VariableDefinition>();
        if (Accept("("))
        {
            while (!Accept(")"))
            {
                Expect("$");
                var variable = Name();
                Expect(":");
                var isRequired = TypeReference();
                variables.Add(new VariableDefinition(variable, isRequired, Accept("=") ? Value() : null));
            }
        }

        Directives();
        return new Operation(kind, name, [.. variables], Selections());
    }

    // True when the type ends in "!". Which type it is nobody here asks: values are judged where they are used.
    private bool TypeReference()
    {
        if (Accept("["))
        {
            Enter();
            TypeReference();
            Expect("]");
            _depth--;
        }
        else
        {
            Name();
        }

        return Accept("!");
    }

    private Fragment OneFragment()
    {
        Name();
        var name = Name();
        if (Name() != "on")
            throw Unexpected();
        var type = Name();
        Directives();
        return new Fragment(name, type, Selections());
    }

    private Selection[] Selections()
    {
        Expect("{");
        Enter();
        var selections = new List<Selection>();
        while (!Accept("}"))
            selections.Add(One());
        _depth--;
        return [.. selections];
    }

    private Selection One()
    {
        var at = Now.At;
        if (Accept("..."))
        {
            if (Now.Kind == TokenKind.Name && Now.Text != "on")
                return new Selection.Spread(Name(), Directives(), at);
            string? type = null;
            if (Now.Text == "on")
            {
                Name();
                type = Name();
            }

            return new Selection.Inline(type, Directives(), Selections(), at);
        }

        var name = Name();
        var key = name;
        if (Accept(":"))
            name = Name();
        var arguments = Arguments();
        var directives = Directives();
        return new Selection.Field(name, key, arguments, directives, Is("{") ? Selections() : [], at);
    }

    private KeyValuePair<string, Written>[] Arguments()
    {
        var arguments = new List<KeyValuePair<string, Written>>();
        if (!Accept("("))
            return [];
        while (!Accept(")"))
            Pair(arguments);
        return [.. arguments];
    }

    private void Pair(List<KeyValuePair<string, Written>> pairs)
    {
        var at = Now.At;
        var name = Name();
        if (pairs.Exists(known => known.Key == name))
            throw new SyntaxFault($"There can be only one argument named \"{name}\"", at);
        Expect(":");
        pairs.Add(new(name, Value()));
    }

    private void Enter()
    {
        if (++_depth > Deepest)
            throw new SyntaxFault($"Parse error: the document is nested more than {Deepest} deep", Now.At);
    }

    private Directive[] Directives()
    {
        var directives = new List<Directive>();
        while (Accept("@"))
            directives.Add(new Directive(Name(), Arguments()));
        return [.. directives];
    }

    private Written Value()
    {
        if (Accept("$"))
            return new Written.Variable(Name());
        if (Accept("["))
        {
            Enter();
            var items = new List<Written>();
            while (!Accept("]"))
                items.Add(Value());
            _depth--;
            return new Written.List([.. items]);
        }

        if (Accept("{"))
        {
            Enter();
            var fields = new List<KeyValuePair<string, Written>>();
            while (!Accept("}"))
                Pair(fields);
            _depth--;
            return new Written.Record([.. fields]);
        }

        var token = Now;
        _at++;
        return new Written.Literal(
            token.Kind switch
            {
                TokenKind.Text => JsonValue.Create(token.Text),
                TokenKind.Number
                    when long.TryParse(token.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) =>
                    JsonValue.Create(whole),
                TokenKind.Number when double.TryParse(token.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) =>
                    JsonValue.Create(real),
                TokenKind.Name => token.Text switch
                {
                    "true" => JsonValue.Create(true),
                    "false" => JsonValue.Create(false),
                    "null" => null,
                    _ => JsonValue.Create(token.Text),
                },
                _ => throw Unexpected(token),
            }
        );
    }

    private string Name()
    {
        if (Now.Kind != TokenKind.Name)
            throw Unexpected();
        return _tokens[_at++].Text;
    }

    private bool Is(string punctuation) => Now.Kind == TokenKind.Punctuation && Now.Text == punctuation;

    private bool Accept(string punctuation)
    {
        if (!Is(punctuation))
            return false;
        _at++;
        return true;
    }

    private void Expect(string punctuation)
    {
        if (!Accept(punctuation))
            throw Unexpected();
    }

    private SyntaxFault Unexpected(Token? token = null)
    {
        token ??= Now;
        return token.Kind == TokenKind.End
            ? new SyntaxFault("Unexpected end of document", token.At)
            : new SyntaxFault($"Parse error on \"{token.Text}\" ({token.Kind}) at [{token.At.Line}, {token.At.Column}]", token.At);
    }
}
