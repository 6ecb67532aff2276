using System.Globalization;

namespace Sluice.Flow.Intake.Risk.Tables;

/// <summary>
/// Where a table of changes has what: by its header, whose names are Kamei's in any order and case; other columns are left alone.
/// </summary>
internal sealed class ChangeColumns
{
    private readonly string _file;
    private readonly string[] _header;
    private readonly int[] _features;
    private readonly int _bug;
    private readonly int _date;
    private readonly int _project;

    /// <param name="labelled">Whether rows must say how they ended, and when they were made: what training and evaluating need.</param>
    /// <exception cref="UnreadableTableException">A column is there twice, or one that is needed is missing.</exception>
    public ChangeColumns(CsvRecord header, string file, bool labelled)
    {
        _file = file;
        _header = [.. header.Cells.Select(name => name.Trim().TrimStart('\uFEFF').ToLowerInvariant())];
        var twice = _header
            .Where(name => name.Length > 0)
            .GroupBy(name => name, StringComparer.Ordinal)
            .FirstOrDefault(group => group.Count() > 1);
        if (twice is not null)
        {
            throw new UnreadableTableException(file, header.Line, $"the column {twice.Key} is there twice");
        }

        HasHistory = Kamei.Names.All(_header.Contains);
        _features = [.. Kamei.Names.Take(HasHistory ? Kamei.Names.Count : Kamei.Sizes).Select(At)];
        _bug = At("bug");
        _date = At("author_date") is var date and >= 0 ? date : At("date");
        _project = At("project");
        string[] missing =
        [
            .. Kamei.Names.Take(Kamei.Sizes).Where(name => At(name) < 0),
            .. labelled && _bug < 0 ? ["bug"] : Array.Empty<string>(),
            .. labelled && _date < 0 ? ["date (or author_date)"] : Array.Empty<string>(),
        ];
        if (missing.Length > 0)
        {
            throw new UnreadableTableException(file, header.Line, $"no column {string.Join(", ", missing)}");
        }
    }

    /// <summary>Whether all seven features of history are there; some of them are as good as none.</summary>
    public bool HasHistory { get; }

    public bool Has(string name) => At(name) >= 0;

    /// <summary>The thirteen features of a row; NaN for those of history where the table has none.</summary>
    public void Features(CsvRecord row, Span<double> into)
    {
        Check(row);
        into.Fill(double.NaN);
        for (var feature = 0; feature < _features.Length; feature++)
        {
            into[feature] = Number(row, _features[feature]);
        }
    }

    public string Project(CsvRecord row) => _project < 0 ? "" : row.Cells[_project].Trim();

    public bool IsBad(CsvRecord row) =>
        row.Cells[_bug].Trim().ToLowerInvariant() switch
        {
            "1" or "1.0" or "true" => true,
            "0" or "0.0" or "false" => false,
            var other => throw Fault(row, $"bug is \"{other}\": write 1 or 0"),
        };

    /// <summary>When the change was made, in seconds since 1970.</summary>
    public long Made(CsvRecord row)
    {
        var cell = row.Cells[_date].Trim();
        return double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && Math.Abs(seconds) < 1e11
                ? (long)seconds
            : DateTimeOffset.TryParse(cell, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
                ? date.ToUnixTimeSeconds()
            : throw Fault(
                row,
                $"{_header[_date]} is \"{cell}\": write seconds since 1970, or a date as 2026-11-20 or 2026-11-20T18:00:00Z"
            );
    }

    private void Check(CsvRecord row)
    {
        if (row.Cells.Length != _header.Length)
        {
            throw Fault(row, $"{Plural.Of(row.Cells.Length, "cell")}, but the header has {_header.Length}");
        }
    }

    private double Number(CsvRecord row, int column) =>
        double.TryParse(row.Cells[column], NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        && double.IsFinite(number)
        && number >= 0
            ? number
            : throw Fault(row, $"{_header[column]} is \"{row.Cells[column].Trim()}\": write a number from 0");

    private UnreadableTableException Fault(CsvRecord row, string why) => new(_file, row.Line, why);

    private int At(string name) => Array.IndexOf(_header, name);
}
