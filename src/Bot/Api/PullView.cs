using Sluice.Flow.Repo;
using Sluice.Flow.Words;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Api;

/// <summary>A pull request with its record and its story.</summary>
internal sealed record PullView(Repository Repository, Telling Telling, IReadOnlyList<JournalRow> Story);
