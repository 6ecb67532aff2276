using System.Reflection;
using System.Text.RegularExpressions;
using Sluice.Flow.Intake.Admissions;
using Sluice.Flow.Tests.Tidy;
using Sluice.Flow.Words;

namespace Sluice.Flow.Tests.Words;

/// <summary>Every sentence is kept as a file that people review. <c>SLUICE_GOLDEN=write</c> writes them anew.</summary>
public sealed partial class GoldenTests
{
    private static readonly string[] Elsewhere =
    [
        "Words",
        "Policies",
        "Commands",
        "Intake/Origin",
        "Intake/Risk",
        "Release/Blaming",
        "Release/Files",
        "Release/Judging",
        "Release/Samples",
    ];

    private const string Folder = "tests/Flow.Tests/Words/Golden";

    private static readonly IReadOnlyList<Saying> Said =
    [
        .. typeof(GoldenTests)
            .Assembly.GetTypes()
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

        House.HasNo(
            Said.Where(saying => !House.Has(At(saying)) || File.ReadAllText(House.At(At(saying))) != saying.Text + "\n")
                .Select(saying =>
                    $"{At(saying)} does not say what is said now; look at it, then run with SLUICE_GOLDEN=write:\n{saying.Text}"
                )
        );
    }

    [Fact]
    public void The_docs_show_each_comment_and_check_as_it_is_said()
    {
        if (Environment.GetEnvironmentVariable("SLUICE_GOLDEN") == "write")
        {
            File.WriteAllText(House.At(CommentsPage.At), CommentsPage.Of(Said));
        }

        Assert.Equal(CommentsPage.Of(Said), House.Has(CommentsPage.At) ? File.ReadAllText(House.At(CommentsPage.At)) : "");
    }

    [Fact]
    public void Every_file_is_said_once() =>
        Assert.Equal(
            Said.Select(saying => saying.Name + ".md").Order(StringComparer.Ordinal),
            Directory.GetFiles(House.At(Folder)).Select(Path.GetFileName).Order(StringComparer.Ordinal)
        );

    [Fact]
    public void Every_function_of_the_room_has_a_file() =>
        House.HasNo(
            from type in typeof(Slugs).Assembly.GetTypes()
            where
                type.IsAbstract
                && type.IsSealed
                && (type.Namespace == typeof(Slugs).Namespace ? type.IsPublic : type.Name.EndsWith("Words", StringComparison.Ordinal))
            from method in type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
            where type.Namespace == typeof(Slugs).Namespace || method.ReturnType == typeof(string)
            let name = $"{type.Name}.{method.Name}"
            where !Said.Any(saying => saying.Name == name || saying.Name.StartsWith(name + ".", StringComparison.Ordinal))
            select $"{name} has no golden file"
        );

    /// <summary>
    /// Left to their own tests: what is wrong in a text (policy, command) and the evidence that origin, risk and judge cite.
    /// </summary>
    [Fact]
    public void No_sentence_stands_outside_of_its_room_or_of_its_rooms_words() =>
        House.HasNo(
            from path in House.Code
            where
                path.StartsWith("src/Flow/", StringComparison.Ordinal)
                && !path.EndsWith("Words.cs", StringComparison.Ordinal)
                && !Elsewhere.Any(room => path.StartsWith($"src/Flow/{room}/", StringComparison.Ordinal))
            from line in House.Lines(path).Index()
            where
                !line.Item.Contains("Exception(", StringComparison.Ordinal)
                && !line.Item.TrimStart().StartsWith("//", StringComparison.Ordinal)
            where Sentence().IsMatch(line.Item)
            select $"{path}:{line.Index + 1} says something: give it a method among the words, and a golden file"
        );

    [Fact]
    public void Every_obstacle_has_a_sentence() =>
        House.HasNo(
            from obstacle in typeof(Obstacle).GetNestedTypes()
            where !Said.Any(saying => saying.Name.StartsWith($"Obstacles.Say.{obstacle.Name}", StringComparison.Ordinal))
            select $"{obstacle.Name} has no golden file"
        );

    /// <summary>Four words in a row within quotes.</summary>
    [GeneratedRegex("\"[^\"]*\\b[a-z']+ [a-z']+ [a-z']+ [a-z']+\\b[^\"]*\"")]
    private static partial Regex Sentence();

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
