namespace Sluice.Hub.Tests.Conformance;

/// <summary>GitHub's own descriptions, as eng/testdata.sh fetches them.</summary>
internal static class TestData
{
    public static string At(string package, string file)
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Bot.sln")))
            folder =
                Path.GetDirectoryName(folder)
                ?? throw new InvalidOperationException("The tests stand in no checkout: there is no Bot.sln above them.");
        var path = Path.Combine(folder, ".cache", "npm", "node_modules", "@octokit", package, file);
        return File.Exists(path) ? path : throw new FileNotFoundException($"@octokit/{package} is missing: run eng/testdata.sh.", path);
    }
}
