using Sluice.Turns;

namespace Sluice.Bot.Git;

/// <summary>How much of all repositories' histories is held at once.</summary>
/// <param name="most">Commits: of two hundred repositories with fifty thousand each nobody has the memory.</param>
internal sealed class PastRoom(int most = 200_000) : Room<Past>(most, past => past.Forget());
