namespace Sluice.Bot.GitHub;

/// <summary>All that is known of open pull requests, in one question to GraphQL.</summary>
internal static class PullQuery
{
    private const string Actor =
        "{ __typename login ... on User { databaseId } ... on Bot { databaseId } ... on Organization { databaseId } }";

    private const string Review = $$"""{ databaseId state submittedAt commit { oid } author {{Actor}} }""";

    private const string Pull = $$"""
        {
          number id title body state isDraft merged createdAt updatedAt
          author {{Actor}}
          headRefOid headRefName headRepository { databaseId } baseRefName
          mergeCommit { oid }
          labels(first: 100) { nodes { name } }
          reviews(last: 50) { nodes {{Review}} }
          latestOpinionatedReviews(first: 100) { nodes {{Review}} }
          timelineItems(last: 20, itemTypes: [LABELED_EVENT, UNLABELED_EVENT]) {
            nodes {
              __typename
              ... on LabeledEvent { createdAt actor {{Actor}} label { name } }
              ... on UnlabeledEvent { createdAt actor {{Actor}} label { name } }
            }
          }
          commits(last: 1) {
            nodes {
              commit {
                oid
                signature { isValid wasSignedByGitHub signer { databaseId login } }
                statusCheckRollup {
                  contexts(first: 100) {
                    pageInfo { hasNextPage endCursor }
                    nodes {
                      __typename
                      ... on CheckRun {
                        name databaseId status conclusion detailsUrl title externalId startedAt completedAt
                        checkSuite { databaseId app { databaseId } }
                      }
                      ... on StatusContext { context state targetUrl createdAt }
                    }
                  }
                }
              }
            }
          }
        }
        """;

    public const string Open = $$"""
        query($owner: String!, $name: String!, $count: Int!, $cursor: String) {
          repository(owner: $owner, name: $name) {
            pullRequests(states: [OPEN], first: $count, after: $cursor, orderBy: {field: CREATED_AT, direction: ASC}) {
              pageInfo { hasNextPage endCursor }
              nodes {{Pull}}
            }
          }
        }
        """;

    public const string One = $$"""
        query($owner: String!, $name: String!, $number: Int!) {
          repository(owner: $owner, name: $name) {
            pullRequest(number: $number) {{Pull}}
          }
        }
        """;
}
