using System.Text.RegularExpressions;

namespace Sluice.Flow.Tests.Tidy;

/// <summary>
/// No statement is put together from text: it is a constant where it is handed to the database, or a parameter that is marked
/// <c>[ConstantExpected]</c>, which the compiler holds to constants (CA1857). Values are parameters of the statement.
/// </summary>
public sealed partial class SqlTests
{
    /// <summary>What is neither, and why it may be.</summary>
    private static readonly SortedDictionary<string, string> Known = new(StringComparer.Ordinal)
    {
        ["src/Bot/Store/Migrations.cs: migration.Sql"] = "a file of the assembly",
        ["src/Bot/Store/LedgerTable.cs: {Words.Subjects[typeof(TSubject)]}"] =
            "one of three words of the code's own, said so that the index of that kind is used",
        ["src/Bot/Store/Private/PrivatePostgres.cs: {name}"] = "of a database of our own; no name can be a parameter",
        ["src/Bot/Store/Private/PrivatePostgres.cs: {(template is null ? \"\" : $\" template \\\"{template}\\\"\")}"] = "the same",
    };

    public static TheoryData<string, bool> Samples =>
        new()
        {
            { """connection.QueryAsync<int>(new("select 1", stop))""", true },
            { """connection.QueryAsync<int>(new(Text, stop))""", true },
            { """connection.QueryAsync<int>(new($"select {Text}", stop))""", true },
            { """connection.QueryAsync<(int, string)>(new(all ? Text : "select 2", stop))""", true },
            { """connection.ExecuteAsync("select 1")""", true },
            { """connection.ExecuteAsync(given)""", true },
            { """command.ExecuteScalarAsync(stop)""", true },
            { """connection.QueryAsync<int>(new($"select {name}", stop))""", false },
            { """connection.QueryAsync<int>(new("select " + name, stop))""", false },
            { """connection.QueryAsync<int>(new(Text + name, stop))""", false },
            { """connection.QueryAsync<int>(new(name, stop))""", false },
            { """connection.QueryAsync<int>(new(text.ToString(), stop))""", false },
            { """connection.QueryAsync<int>(new(all ? Text : name, stop))""", false },
            { """source.CreateCommand(string.Concat(Text, name))""", false },
            { """new NpgsqlCommand(string.Join(' ', Text), connection)""", false },
            { """command.CommandText = name;""", false },
        };

    [Fact]
    public void No_statement_is_put_together_from_text() =>
        House.HasNo(
            from path in House.Code
            where path.StartsWith("src/", StringComparison.Ordinal) && Database().IsMatch(House.Read(path))
            from fault in Faults(House.Read(path))
            let said = $"{path}: {fault}"
            where !Known.ContainsKey(said)
            select $"{said} is part of a statement and no constant: make values parameters, and mark what hands a statement on [ConstantExpected]"
        );

    [Fact]
    public void What_may_be_said_otherwise_is_said_still() =>
        House.HasNo(
            from known in Known.Keys
            let path = known[..known.IndexOf(": ", StringComparison.Ordinal)]
            where !Faults(House.Read(path)).Contains(known[(path.Length + 2)..])
            select $"{known} is nowhere any more: take it out of {nameof(SqlTests)}"
        );

    [Theory]
    [MemberData(nameof(Samples))]
    public void A_statement_is_known_by_how_it_is_written(string code, bool isConstant)
    {
        var faults = Faults($"""const string Text = "select 1"; void Read([ConstantExpected] string given) => {code};""").ToList();

        Assert.True(faults.Count == 0 == isConstant, string.Join('\n', faults));
    }

    private static IEnumerable<string> Faults(string text)
    {
        var constants = Constant().Matches(text).Select(match => match.Groups[1].Value).ToHashSet(StringComparer.Ordinal);
        return Statement()
            .Matches(text)
            .Select(match => Argument(text, match.Index + match.Length))
            .SelectMany(statement => Faults(statement, constants));
    }

    private static IEnumerable<string> Faults(string statement, HashSet<string> constants)
    {
        if (Choice().Match(statement) is { Success: true } choice && Literal(statement, 0) == 0)
        {
            return Faults(choice.Groups[1].Value, constants).Concat(Faults(choice.Groups[2].Value, constants));
        }

        var end = Literal(statement, 0);
        return end == 0
            ? constants.Contains(statement) || Other().IsMatch(statement)
                ? []
                : [statement]
            : end < statement.Length
                ? [statement]
                : Holes(statement).Where(hole => !constants.Contains(hole[1..^1]));
    }

    /// <summary>Up to the comma or bracket that ends it.</summary>
    private static string Argument(string text, int from)
    {
        var (at, depth) = (from, 0);
        while (at < text.Length && !(depth == 0 && text[at] is ',' or ')' or ';'))
        {
            if (Literal(text, at) is > 0 and var length)
            {
                at += length;
                continue;
            }

            depth +=
                text[at] is '(' or '[' or '{' ? 1
                : text[at] is ')' or ']' or '}' ? -1
                : 0;
            at++;
        }

        return text[from..at].Trim();
    }

    private static IEnumerable<string> Holes(string literal)
    {
        for (var at = 0; literal[0] == '$' && at < literal.Length; at++)
        {
            if (literal[at] == '{' && literal[at + 1] == '{')
            {
                at++;
            }
            else if (literal[at] == '{')
            {
                var end = Hole(literal, at);
                yield return literal[at..end];
                at = end - 1;
            }
        }
    }

    /// <summary>How long the literal is that begins there; 0: none does.</summary>
    private static int Literal(string text, int from)
    {
        var start = from + (from < text.Length && text[from] == '$' ? 1 : 0);
        var quotes = start;
        while (quotes < text.Length && text[quotes] == '"')
        {
            quotes++;
        }

        var (at, isRaw) = (quotes, quotes - start >= 3);
        if (quotes == start || (!isRaw && quotes - start == 2))
        {
            return quotes - start == 2 ? quotes - from : 0;
        }

        var close = new string('"', quotes - start);
        while (string.CompareOrdinal(text, at, close, 0, close.Length) != 0)
        {
            at =
                text[at] == '\\' && !isRaw ? at + 2
                : start > from && text[at] == '{' && text[at + 1] == '{' ? at + 2
                : start > from && text[at] == '{' ? Hole(text, at)
                : at + 1;
        }

        return at + close.Length - from;
    }

    /// <summary>Where the hole ends that begins there.</summary>
    private static int Hole(string text, int from)
    {
        var (at, depth) = (from, 0);
        do
        {
            if (Literal(text, at) is > 0 and var length)
            {
                at += length;
                continue;
            }

            depth +=
                text[at] == '{' ? 1
                : text[at] == '}' ? -1
                : 0;
            at++;
        } while (depth > 0);
        return at;
    }

    [GeneratedRegex(@"\b(?:Npgsql|Dapper)\b")]
    private static partial Regex Database();

    /// <summary>Up to where a statement is handed to the database.</summary>
    [GeneratedRegex(
        @"(?:\b(?:Query\w*|Execute\w*|CreateCommand|NpgsqlCommand|NpgsqlBatchCommand|CommandDefinition)(?:<(?:[^<>;()]|\([^()]*\))*>)?\(\s*(?:new\(\s*)?|\bCommandText = )"
    )]
    private static partial Regex Statement();

    /// <summary>Names that stand for constants.</summary>
    [GeneratedRegex(@"(?:const string|\[ConstantExpected\] string) (\w+)")]
    private static partial Regex Constant();

    [GeneratedRegex(@"^[^""?]+ \? (.+) : (.+)$", RegexOptions.Singleline)]
    private static partial Regex Choice();

    /// <summary>No statement: nothing, a token that ends the waiting, or a declaration of a method.</summary>
    [GeneratedRegex(@"^(?:|stop|cancellationToken|stoppingToken|[A-Z]\w+ \w+)$")]
    private static partial Regex Other();
}
