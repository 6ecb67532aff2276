using System.Runtime.CompilerServices;

namespace Sluice.Flow.Tests;

/// <summary>Files that stand beside the tests.</summary>
internal static class Sample
{
    public static string Text(string path) => File.ReadAllText(Path.Combine(Path.GetDirectoryName(Root())!, path));

    private static string Root([CallerFilePath] string here = "") => here;
}
