namespace Sluice.Flow.Intake.Risk.Tables;

/// <summary>Labelled changes, by columns: numbers only, so that a table of millions fits.</summary>
public sealed class ChangeTable
{
    private readonly List<double>[] _columns = [.. Kamei.Names.Select(_ => new List<double>())];
    private readonly List<bool> _bad = [];
    private readonly List<long> _made = [];
    private readonly List<int> _project = [];
    private readonly List<string> _projects = [];
    private readonly SortedDictionary<string, int> _known = new(StringComparer.Ordinal);

    public required bool HasHistory { get; init; }

    public int Count => _bad.Count;

    /// <summary>Projects in the order in which they first appear.</summary>
    public IReadOnlyList<string> Projects => _projects;

    /// <exception cref="UnreadableTableException">Something in it is not as the contract says.</exception>
    public static ChangeTable Read(IEnumerable<string> lines, string file)
    {
        using var records = CsvRecords.Read(lines, file).GetEnumerator();
        if (!records.MoveNext())
        {
            throw new UnreadableTableException(file, 1, "empty: a header and rows are needed");
        }

        var columns = new ChangeColumns(records.Current, file, labelled: true);
        var table = new ChangeTable { HasHistory = columns.HasHistory };
        var features = new double[Kamei.Names.Count];
        while (records.MoveNext())
        {
            columns.Features(records.Current, features);
            table.Add(features, columns.IsBad(records.Current), columns.Made(records.Current), columns.Project(records.Current));
        }

        return table;
    }

    public void Add(ReadOnlySpan<double> features, bool bad, long made, string project)
    {
        for (var feature = 0; feature < _columns.Length; feature++)
        {
            _columns[feature].Add(features[feature]);
        }

        if (!_known.TryGetValue(project, out var known))
        {
            known = _projects.Count;
            _known.Add(project, known);
            _projects.Add(project);
        }

        _project.Add(known);
        _bad.Add(bad);
        _made.Add(made);
    }

    public double Feature(int feature, int row) => _columns[feature][row];

    public bool IsBad(int row) => _bad[row];

    /// <summary>Seconds since 1970.</summary>
    public long Made(int row) => _made[row];

    public int Project(int row) => _project[row];

    public void Features(int row, Span<double> into)
    {
        for (var feature = 0; feature < _columns.Length; feature++)
        {
            into[feature] = _columns[feature][row];
        }
    }

    /// <summary>The rows of a project from the oldest to the newest; rows of one second as they stand in the file.</summary>
    public int[] ByTime(int project) =>
        [.. Enumerable.Range(0, Count).Where(row => _project[row] == project).OrderBy(row => _made[row]).ThenBy(row => row)];
}
