using System.Globalization;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Intake.Risk;

/// <summary>What reviewers look for and no table of changes knows: told, and not scored.</summary>
internal static class Signs
{
    /// <summary>Lines of code from which on a change without any test is worth a word.</summary>
    private const int Untested = 50;

    public static IEnumerable<string> Of(Change change)
    {
        var code = change.Files.Where(file => Paths.IsCode(file.Path) && !Paths.IsMadeByTools(file.Path)).ToList();
        var (tests, rest) = (
            code.Where(file => Paths.IsTest(file.Path)).ToList(),
            code.Where(file => !Paths.IsTest(file.Path)).Sum(file => (long)file.Added)
        );
        if (tests.Count == 0 && rest >= Untested)
        {
            yield return "no test changed with it";
        }
        else if (tests.Sum(file => (long)file.Added) is var tested and > 0 && rest > 0)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{(double)tested / (tested + rest):0 %} of the added lines are tests"
            );
        }

        if (
            change
                .Files.Where(file => file.Kind == FileChangeKind.Modified && Paths.IsManifest(file.Path) && file.Added > 0)
                .Select(file => file.Path)
                .FirstOrDefault() is
            { } manifest
        )
        {
            yield return $"changes what it depends on ({manifest})";
        }
    }
}
