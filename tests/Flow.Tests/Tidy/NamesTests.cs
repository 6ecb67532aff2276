using System.Text.RegularExpressions;

namespace Sluice.Flow.Tests.Tidy;

public sealed partial class NamesTests
{
    private static readonly (string Path, string Name)[] Names =
    [
        .. from path in House.Code
        from name in Declaration().Matches(House.Read(path)).Select(match => match.Groups["name"].Value).Concat(path.Split('/').SkipLast(1))
        select (path, name),
    ];

    [Theory]
    [InlineData("Manager")]
    [InlineData("Helper")]
    [InlineData("Helpers")]
    [InlineData("Service")]
    [InlineData("Utils")]
    [InlineData("Util")]
    [InlineData("Common")]
    [InlineData("Models")]
    [InlineData("Base")]
    [InlineData("Impl")]
    public void No_type_and_no_folder_is_named_after_nothing(string ending) =>
        House.HasNo(Names.Where(each => each.Name.EndsWith(ending, StringComparison.Ordinal)).Select(each => $"{each.Path}: {each.Name}"));

    [Fact]
    public void Namespaces_follow_folders() =>
        House.HasNo(
            from path in House.Code
            where path.StartsWith("src/", StringComparison.Ordinal)
            let declared = Namespace().Match(House.Read(path)).Groups["name"].Value
            let expected = "Sluice." + string.Join('.', path.Split('/').Skip(1).SkipLast(1))
            where declared.Length > 0 && declared != expected
            select $"{path} declares {declared}, not {expected}"
        );

    [Fact]
    public void Tests_are_named_in_sentences() =>
        House.HasNo(
            from path in House.Code
            where path.StartsWith("tests/", StringComparison.Ordinal)
            from name in Test().Matches(House.Read(path)).Select(match => match.Groups["name"].Value)
            where !name.Contains('_', StringComparison.Ordinal)
            select $"{path}: {name}"
        );

    [GeneratedRegex(
        @"^\s*(?:(?:public|internal|private|protected|sealed|abstract|static|readonly|partial|file)\s+)*(?:class|record\s+struct|record\s+class|record|struct|interface|enum)\s+(?<name>\w+)",
        RegexOptions.Multiline
    )]
    private static partial Regex Declaration();

    [GeneratedRegex(@"^namespace (?<name>[\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"\[(?:Fact|Theory)\b[^\n]*\n(?:\s*\[[^\n]*\n)*\s*public (?:async )?\S+ (?<name>\w+)\(")]
    private static partial Regex Test();
}
