namespace Sluice.Flow.Policies.Yaml;

/// <summary>One value of a YAML document and where it stands, both from one.</summary>
internal abstract record Node(int Line, int Column)
{
    /// <param name="Plain">Written without quotes: only then may it be nothing.</param>
    public sealed record Scalar(int Line, int Column, string Text, bool Plain) : Node(Line, Column)
    {
        public bool IsNothing => Plain && Text is "" or "~" or "null" or "Null" or "NULL";
    }

    public sealed record List(int Line, int Column, Row<Node> Items) : Node(Line, Column);

    public sealed record Map(int Line, int Column, Row<Entry> Entries) : Node(Line, Column);

    /// <summary>What it is, in words for a fault.</summary>
    public string Kind =>
        this switch
        {
            List => "a list",
            Map => "a mapping",
            Scalar { IsNothing: true } => "empty",
            Scalar scalar => Show(scalar.Text),
            _ => "something else",
        };

    /// <summary>Somebody's text inside a fault: cut, on one line, without anything that could end its quotes.</summary>
    public static string Show(string text)
    {
        var safe = Unseen.Out(Clipped.To(text, 41)).Replace('`', ' ').Replace('\'', ' ');
        return $"'{safe}'";
    }
}

internal sealed record Entry(Node.Scalar Key, Node Value);
