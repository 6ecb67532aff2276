using System.Text.Json.Serialization;

namespace Sluice.Bot.GitHub.Wire;

internal sealed record BlobWriteJson(string Content, string Encoding);

internal sealed record TreeWriteJson(string BaseTree, TreeEntryJson[] Tree);

/// <param name="Sha">Null, and said so: the path goes.</param>
internal sealed record TreeEntryJson(
    string Path,
    string Mode,
    string Type,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Sha
);

internal sealed record CommitWriteJson(string Message, string Tree, string[] Parents);

internal sealed record RefWriteJson(string Ref, string Sha);

internal sealed record ObjectJson(string? Sha, VerificationJson? Verification);

internal sealed record VerificationJson(bool Verified, string? Reason);

internal sealed record ListedCommitJson(string? Sha, ObjectJson? Commit);
