using System.Globalization;
using System.Text;

namespace Sluice.Hub.GraphQL;

internal enum TokenKind
{
    Punctuation,
    Name,
    Number,
    Text,
    End,
}

internal sealed record Token(TokenKind Kind, string Text, Place At);

/// <summary>The query cannot be read; the message is GitHub's way of saying where.</summary>
internal sealed class SyntaxFault(string message, Place at) : Exception(message)
{
    public Place At { get; } = at;
}

/// <summary>Cuts a query into tokens.</summary>
internal sealed class Lexer(string source)
{
    private int _at;
    private int _line = 1;
    private int _lineStart;

    public List<Token> All()
    {
        var tokens = new List<Token>();
        Token token;
        do
        {
            token = Next();
            tokens.Add(token);
        } while (token.Kind != TokenKind.End);
        return tokens;
    }

    private Place Here => new(_line, _at - _lineStart + 1);

    private Token Next()
    {
        Skip();
        var at = Here;
        if (_at >= source.Length)
            return new Token(TokenKind.End, "", at);
        var c = source[_at];
        if (char.IsAsciiLetter(c) || c == '_')
            return new Token(TokenKind.Name, While(x => char.IsAsciiLetterOrDigit(x) || x == '_'), at);
        if (char.IsAsciiDigit(c) || c == '-')
            return new Token(TokenKind.Number, While(x => char.IsAsciiDigit(x) || x is '-' or '+' or '.' or 'e' or 'E'), at);
        if (c == '"')
            return new Token(TokenKind.Text, source.AsSpan(_at).StartsWith("\"\"\"") ? Block() : Text(at), at);
        if (source.AsSpan(_at).StartsWith("..."))
        {
            _at += 3;
            return new Token(TokenKind.Punctuation, "...", at);
        }

        if (!"{}()[]:!=$@|&".Contains(c, StringComparison.Ordinal))
            throw new SyntaxFault($"Parse error on \"{c}\" (error) at [{at.Line}, {at.Column}]", at);
        _at++;
        return new Token(TokenKind.Punctuation, c.ToString(), at);
    }

    private void Skip()
    {
        for (; _at < source.Length; _at++)
        {
            var c = source[_at];
            if (c == '#')
            {
                while (_at + 1 < source.Length && source[_at + 1] != '\n')
                    _at++;
            }
            else if (c == '\n')
            {
                _line++;
                _lineStart = _at + 1;
            }
            else if (c is not (' ' or '\t' or '\r' or ',' or '\uFEFF'))
            {
                return;
            }
        }
    }

    private string While(Func<char, bool> accepts)
    {
        var start = _at;
        while (_at < source.Length && accepts(source[_at]))
            _at++;
        return source[start.._at];
    }

    private string Block()
    {
        var start = _at + 3;
        var end = source.IndexOf("\"\"\"", start, StringComparison.Ordinal);
        if (end < 0)
            throw new SyntaxFault("Parse error: a block string does not end", Here);
        _line += source[_at..end].Count(c => c == '\n');
        _at = end + 3;
        return source[start..end].Trim('\n', ' ');
    }

    private string Text(Place at)
    {
        var text = new StringBuilder();
        for (_at++; _at < source.Length && source[_at] != '"' && source[_at] != '\n'; _at++)
        {
            if (source[_at] != '\\')
            {
                text.Append(source[_at]);
                continue;
            }

            _at++;
            text.Append(
                _at >= source.Length
                    ? '\\'
                    : source[_at] switch
                    {
                        'n' => '\n',
                        't' => '\t',
                        'r' => '\r',
                        'b' => '\b',
                        'f' => '\f',
                        'u' => Unicode(at),
                        var other => other,
                    }
            );
        }

        if (_at >= source.Length || source[_at] != '"')
            throw new SyntaxFault("Parse error: a string does not end", at);
        _at++;
        return text.ToString();
    }

    private char Unicode(Place at)
    {
        if (
            _at + 4 >= source.Length
            || !ushort.TryParse(source.AsSpan(_at + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
        )
            throw new SyntaxFault("Parse error: \\u is followed by four hexadecimal digits", at);
        _at += 4;
        return (char)code;
    }
}
