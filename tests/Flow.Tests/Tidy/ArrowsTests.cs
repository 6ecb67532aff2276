using System.Xml.Linq;

namespace Sluice.Flow.Tests.Tidy;

public sealed class ArrowsTests
{
    [Theory]
    [InlineData("Flow", "")]
    [InlineData("Hub", "")]
    [InlineData("Turns", "Flow")]
    [InlineData("Bot", "Turns")]
    [InlineData("Sim", "Bot Flow Hub Turns")]
    [InlineData("Cli", "Bot Hub Sim")]
    public void A_project_refers_to_its_neighbours_only(string project, string neighbours) =>
        Assert.Equal(neighbours, string.Join(' ', References(project).Order(StringComparer.Ordinal)));

    [Fact]
    public void The_storms_know_nothing_of_the_bot_but_its_client_of_GitHub() =>
        Assert.All(
            House
                .Code.Where(path => path.StartsWith("src/Sim/", StringComparison.Ordinal))
                .SelectMany(House.Lines)
                .Where(line => line.Contains("Sluice.Bot", StringComparison.Ordinal)),
            line => Assert.StartsWith("using Sluice.Bot.GitHub", line, StringComparison.Ordinal)
        );

    [Fact]
    public void There_are_no_other_projects_under_src() =>
        Assert.Equal(
            ["Bot", "Cli", "Flow", "Hub", "Sim", "Turns"],
            House
                .Files.Where(path =>
                    path.StartsWith("src/", StringComparison.Ordinal) && path.EndsWith(".csproj", StringComparison.Ordinal)
                )
                .Select(Path.GetFileNameWithoutExtension)
                .Order(StringComparer.Ordinal)
        );

    [Fact]
    public void Flow_needs_no_package_but_YAML_and_analyzers() =>
        Assert.Equal(
            ["Microsoft.CodeAnalysis.BannedApiAnalyzers", "YamlDotNet"],
            Project("Flow")
                .Descendants("PackageReference")
                .Select(package => package.Attribute("Include")!.Value)
                .Order(StringComparer.Ordinal)
        );

    private static IEnumerable<string> References(string project) =>
        Project(project).Descendants("ProjectReference").Select(to => Path.GetFileNameWithoutExtension(to.Attribute("Include")!.Value));

    private static XDocument Project(string name) => XDocument.Parse(House.Read($"src/{name}/{name}.csproj"));
}
