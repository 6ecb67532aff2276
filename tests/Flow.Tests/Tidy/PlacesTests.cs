using System.Text.RegularExpressions;

namespace Sluice.Flow.Tests.Tidy;

/// <summary>What is committed works on any machine and from any registry.</summary>
public sealed class PlacesTests
{
    private static readonly string[] Pictures = [".png", ".gz", ".ico", ".woff2"];

    // Each pattern is written so that it does not match itself.
    [Theory]
    [InlineData(@"(?<![\w.{}/-])/(?:wor[k]|far[m]|roo[t]|Users|mnt)/")]
    [InlineData(@"(?<![\w.-])/hom[e]/\w")]
    [InlineData(@"\b[A-Z]:\\Us[e]rs")]
    [InlineData(@"nuge[t]\.org|npmj[s]\.(?:org|com)|deb\.debia[n]|archive\.ubunt[u]|pkgs\.dev\.azur[e]")]
    [InlineData(@"\.librar[y]\b")]
    public void No_file_names_a_place_on_a_machine_or_a_registry(string pattern) =>
        House.HasNo(
            from path in House.Files
            where !Pictures.Contains(Path.GetExtension(path))
            from line in House.Lines(path)
            where Regex.IsMatch(line, pattern)
            select $"{path}: {line.Trim()}"
        );

    [Fact]
    public void Lines_end_as_on_Unix() =>
        Assert.DoesNotContain(
            House.Files,
            path => !Pictures.Contains(Path.GetExtension(path)) && House.Read(path).Contains('\r', StringComparison.Ordinal)
        );
}
