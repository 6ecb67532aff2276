using System.Text.Json;

namespace Sluice.Bot.GitHub.Wire;

/// <param name="PullRequest">Null: it is none.</param>
internal sealed record IssueJson(int Number, string? NodeId, string? State, string? Body, JsonElement? PullRequest);

/// <param name="State">Null: as it is.</param>
internal sealed record IssueWriteJson(string Title, string Body, string? State);
