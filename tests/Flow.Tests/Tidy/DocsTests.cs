using System.Text.RegularExpressions;

namespace Sluice.Flow.Tests.Tidy;

public sealed partial class DocsTests
{
    private static IEnumerable<string> Pages => House.Files.Where(path => path.EndsWith(".md", StringComparison.Ordinal));

    [Fact]
    public void Every_link_leads_to_a_file_that_is_there() =>
        House.HasNo(
            from page in Pages
            from link in Link().Matches(House.Read(page)).Select(match => match.Groups["to"].Value)
            where !link.Contains("://", StringComparison.Ordinal) && !link.StartsWith('#')
            let target = Path.GetRelativePath(House.Root, Path.GetFullPath(link.Split('#')[0], Path.GetDirectoryName(House.At(page))!))
            where !House.Has(target)
            select $"{page} links to {link}, which is not there"
        );

    [Fact]
    public void Every_path_that_is_named_is_there() =>
        House.HasNo(
            from page in Pages
            where page is not "CHANGELOG.md"
            from path in NamedPath().Matches(House.Read(page)).Select(match => match.Groups["path"].Value)
            where !House.Has(path)
            select $"{page} names {path}, which is not there"
        );

    [Fact]
    public void Every_decision_is_in_the_index_and_says_what_would_change_our_mind()
    {
        var decisions = House.Files.Where(path => Decision().IsMatch(path)).ToArray();

        Assert.InRange(decisions.Length, 5, 999);
        Assert.All(
            decisions,
            path => Assert.Contains($"({Path.GetFileName(path)})", House.Read("docs/decisions/README.md"), StringComparison.Ordinal)
        );
        Assert.All(decisions, path => Assert.Contains("**What would change our mind.**", House.Read(path), StringComparison.Ordinal));
        Assert.Equal(decisions.Length, decisions.Select(path => Path.GetFileName(path)[..4]).Distinct().Count());
    }

    [Fact]
    public void CI_runs_the_command_that_the_README_names()
    {
        Assert.Contains("./sluice test ", House.Read("README.md"), StringComparison.Ordinal);
        Assert.Contains("./sluice test ", House.Read(".ci/run"), StringComparison.Ordinal);
    }

    [Fact]
    public void Contributing_fits_on_one_screen() => Assert.InRange(House.Lines("CONTRIBUTING.md").Length, 10, 50);

    [Fact]
    public void No_page_promises_a_picture_that_is_not_there() =>
        Assert.DoesNotContain(Pages, page => House.Read(page).Contains("placeholder", StringComparison.OrdinalIgnoreCase));

    [GeneratedRegex(@"\]\((?<to>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"`(?<path>(?:src|tests|docs|eng|bench|app-manifest)/[\w./-]*)`")]
    private static partial Regex NamedPath();

    [GeneratedRegex(@"^docs/decisions/\d{4}-[a-z0-9-]+\.md$")]
    private static partial Regex Decision();
}
