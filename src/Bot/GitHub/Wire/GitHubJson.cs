using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sluice.Bot.GitHub.Wire;

/// <summary>GitHub's REST bodies, leniently: what is missing is null, what is not asked for is passed over.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowReadingFromString)]
[JsonSerializable(typeof(Empty))]
[JsonSerializable(typeof(ErrorJson))]
[JsonSerializable(typeof(TokenJson))]
[JsonSerializable(typeof(AccountJson))]
[JsonSerializable(typeof(AppJson))]
[JsonSerializable(typeof(InstallationJson[]))]
[JsonSerializable(typeof(HookDeliveryJson[]))]
[JsonSerializable(typeof(RepositoryPageJson))]
[JsonSerializable(typeof(RepositoryJson))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(PermissionJson))]
[JsonSerializable(typeof(MembershipJson))]
[JsonSerializable(typeof(AuthoredJson[]))]
[JsonSerializable(typeof(CheckRunPageJson))]
[JsonSerializable(typeof(CheckWriteJson))]
[JsonSerializable(typeof(CombinedStatusJson))]
[JsonSerializable(typeof(RunPageJson))]
[JsonSerializable(typeof(NoteJson[]))]
[JsonSerializable(typeof(IssueJson[]))]
[JsonSerializable(typeof(IssueWriteJson))]
[JsonSerializable(typeof(CommentJson[]))]
[JsonSerializable(typeof(CommentWriteJson))]
[JsonSerializable(typeof(ReactionJson))]
[JsonSerializable(typeof(LabelJson[]))]
[JsonSerializable(typeof(LabelsWriteJson))]
[JsonSerializable(typeof(PullJson[]))]
[JsonSerializable(typeof(PullWriteJson))]
[JsonSerializable(typeof(PullAimJson))]
[JsonSerializable(typeof(MergeWriteJson))]
[JsonSerializable(typeof(MergedJson))]
[JsonSerializable(typeof(DeploymentJson[]))]
[JsonSerializable(typeof(DeploymentStatusJson[]))]
[JsonSerializable(typeof(DeploymentWriteJson))]
[JsonSerializable(typeof(DeploymentStatusWriteJson))]
[JsonSerializable(typeof(PayloadJson))]
[JsonSerializable(typeof(RuleJson[]))]
[JsonSerializable(typeof(ProtectionJson))]
[JsonSerializable(typeof(BranchJson))]
internal sealed partial class GitHubJson : JsonSerializerContext;
