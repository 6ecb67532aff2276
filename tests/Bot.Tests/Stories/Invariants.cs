namespace Sluice.Bot.Tests.Stories;

/// <summary>The promises, in a story.</summary>
internal static class Invariants
{
    public static IReadOnlyList<string> Broken(Story story) => Promises.Broken(story.Hub);
}
