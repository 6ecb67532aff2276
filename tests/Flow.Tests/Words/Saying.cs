namespace Sluice.Flow.Tests.Words;

/// <summary>Something the bot says, and where it is kept.</summary>
/// <param name="Name"><c>Type.Method</c> of the room Words, and the case after another dot where there are several.</param>
public sealed record Saying(string Name, string Text);

/// <summary>A part of what the bot says. Every implementation is found and held against <c>Golden/</c>.</summary>
internal interface ISayings
{
    IEnumerable<Saying> All();
}
