namespace Sluice.Flow.Tests.Tidy;

/// <summary>One file, one idea. What is longer than the ceiling stands in ratchet.txt with its length, and can only get shorter.</summary>
public sealed class FilesTests
{
    private const int Ceiling = 300;

    private static readonly SortedDictionary<string, int> Ratchet = new(
        House
            .Lines("tests/Flow.Tests/Tidy/ratchet.txt")
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split(' '))
            .ToDictionary(parts => parts[1], parts => int.Parse(parts[0], null)),
        StringComparer.Ordinal
    );

    [Fact]
    public void No_file_is_longer_than_the_ceiling_or_its_entry_in_the_ratchet() =>
        House.HasNo(
            House
                .Code.Select(path => (path, Lines: House.Lines(path).Length))
                .Where(file => file.Lines > Ratchet.GetValueOrDefault(file.path, Ceiling))
                .Select(file => $"{file.path} has {file.Lines} lines: split it where it holds a second idea")
        );

    [Fact]
    public void The_ratchet_holds_no_more_than_it_must() =>
        House.HasNo(
            Ratchet
                .Where(entry =>
                    !House.Has(entry.Key) || House.Lines(entry.Key).Length is var lines && (lines < entry.Value || lines <= Ceiling)
                )
                .Select(entry => $"{entry.Key} is shorter than {entry.Value} now, or gone: lower its entry in ratchet.txt or take it out")
        );

    /// <summary>The formatter breaks code, and leaves comments as they are.</summary>
    [Fact]
    public void No_comment_is_wider_than_the_code()
    {
        var width = int.Parse(
            House.Lines(".editorconfig").Single(line => line.StartsWith("max_line_length", StringComparison.Ordinal)).Split(' ')[^1],
            null
        );

        House.HasNo(
            House
                .Code.SelectMany(path => House.Lines(path).Select((text, at) => (path, text, Line: at + 1)))
                .Where(line => line.text.Length > width && line.text.TrimStart().StartsWith("//", StringComparison.Ordinal))
                .Select(line => $"{line.path}:{line.Line} has {line.text.Length} columns: break it before {width}")
        );
    }

    [Fact]
    public void Git_sees_everything_under_src_but_what_a_build_makes() =>
        House.HasNo(
            House
                .Ignored.Where(path =>
                    path.StartsWith("src/", StringComparison.Ordinal)
                    && path.Split('/') is [_, _, var folder, ..]
                    && folder is not ("bin" or "obj")
                )
                .Select(path => $"{path} is ignored by git: a fresh clone lacks it")
        );

    [Fact]
    public void Most_files_of_src_are_short()
    {
        var lengths = House
            .Code.Where(path => path.StartsWith("src/", StringComparison.Ordinal))
            .Select(path => House.Lines(path).Length)
            .Order()
            .ToArray();

        Assert.InRange(lengths[lengths.Length / 2], 1, 79);
    }
}
