using System.Reflection;
using Sluice.Flow.Intake.Admissions;
using Sluice.Flow.Tests.Tidy;
using Sluice.Flow.Words;

namespace Sluice.Flow.Tests.Words;

/// <summary>Every sentence is kept as a file that people review. <c>SLUICE_GOLDEN=write</c> writes them anew.</summary>
public sealed class GoldenTests
{
    private const string Folder = "tests/Flow.Tests/Words/Golden";

    private static readonly IReadOnlyList<Saying> Said =
    [
        .. typeof(GoldenTests).Assembly.GetTypes()
            .Where(type => type.IsAssignableTo(typeof(ISayings)) && type.IsClass)
            .SelectMany(type => ((ISayings)Activator.CreateInstance(type)!).All()),
    ];

    [Fact]
    public void Every_sentence_is_as_it_was_reviewed()
    {
        if (Environment.GetEnvironmentVariable("SLUICE_GOLDEN") == "write")
        {
            Write();
        }

        House.HasNo(Said
            .Where(saying => !House.Has(At(saying)) || File.ReadAllText(House.At(At(saying))) != saying.Text + "\n")
            .Select(saying => $"{At(saying)} does not say what is said now; look at it, then run with SLUICE_GOLDEN=write:\n{saying.Text}"));
    }

    [Fact]
    public void Every_file_is_said_once() =>
        Assert.Equal(
            Said.Select(saying => saying.Name + ".md").Order(StringComparer.Ordinal),
            Directory.GetFiles(House.At(Folder)).Select(Path.GetFileName).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_function_of_the_room_has_a_file() =>
        House.HasNo(
            from type in typeof(Slugs).Assembly.GetTypes()
            where type.Namespace == typeof(Slugs).Namespace && type.IsPublic && type.IsAbstract && type.IsSealed
            from method in type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
            let name = $"{type.Name}.{method.Name}"
            where !Said.Any(saying => saying.Name == name || saying.Name.StartsWith(name + ".", StringComparison.Ordinal))
            select $"{name} has no golden file");

    [Fact]
    public void Every_obstacle_has_a_sentence() =>
        House.HasNo(
            from obstacle in typeof(Obstacle).GetNestedTypes()
            where !Said.Any(saying => saying.Name.StartsWith($"Obstacles.Say.{obstacle.Name}", StringComparison.Ordinal))
            select $"{obstacle.Name} has no golden file");

    private static string At(Saying saying) => $"{Folder}/{saying.Name}.md";

    private static void Write()
    {
        Directory.CreateDirectory(House.At(Folder));
        foreach (var old in Directory.GetFiles(House.At(Folder)))
        {
            File.Delete(old);
        }

        foreach (var saying in Said)
        {
            File.WriteAllText(House.At(At(saying)), saying.Text + "\n");
        }
    }
}
