using System.Diagnostics;
using System.Text.RegularExpressions;
using Sluice.Flow.Tests.Tidy;

namespace Sluice.Bot.Tests.Tidy;

/// <summary>Whoever copies a command from the docs, the image or the launcher finds that it exists.</summary>
public sealed partial class VerbsTests
{
    [Fact]
    public async Task Every_command_that_the_docs_name_is_a_verb()
    {
        var verbs = await Verbs();

        House.HasNo(
            from page in House.Files
            where page.EndsWith(".md", StringComparison.Ordinal) || page is "sluice" or ".ci/run" or "Dockerfile"
            from verb in Named().Matches(House.Read(page)).Select(match => match.Groups["verb"].Value)
            where !verbs.Contains(verb)
            select $"{page} names ./sluice {verb}, which is no verb"
        );
    }

    [Fact]
    public async Task What_the_image_starts_is_a_verb()
    {
        var started = Started().Match(House.Read("Dockerfile")).Groups["verb"].Value;

        Assert.Contains(started, await Verbs());
    }

    [Fact]
    public async Task The_version_names_a_commit() =>
        Assert.Matches(@"^sluice \d+\.\d+\.\d+ \([0-9a-f]{40}\) on \.NET 10", await Say("version"));

    [Fact]
    public void The_README_begins_with_both_commands_that_a_newcomer_needs() =>
        Assert.Equal(["demo", "test"], Named().Matches(House.Read("README.md")).Select(match => match.Groups["verb"].Value).Take(2));

    private static async Task<string[]> Verbs()
    {
        var commands = (await Say("--help")).Split("Commands:")[1];
        return [.. HelpLine().Matches(commands).Select(match => match.Groups["verb"].Value)];
    }

    private static async Task<string> Say(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "sluice.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
        };
        using var sluice = Process.Start(start)!;
        var said = await sluice.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await sluice.WaitForExitAsync(TestContext.Current.CancellationToken);
        return said;
    }

    [GeneratedRegex(@"\./sluice (?<verb>[a-z]+)")]
    private static partial Regex Named();

    [GeneratedRegex("^CMD \\[\"(?<verb>\\w+)\"\\]", RegexOptions.Multiline)]
    private static partial Regex Started();

    [GeneratedRegex(@"^  (?<verb>[a-z]+)", RegexOptions.Multiline)]
    private static partial Regex HelpLine();
}
