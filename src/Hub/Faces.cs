using Sluice.Hub.GraphQL;
using Sluice.Hub.Rest;

namespace Sluice.Hub;

/// <summary>Every operation of the API, by resource.</summary>
internal static class Faces
{
    public static Routes All(HubServer hub, Gatehouse gatehouse)
    {
        var routes = new Routes();
        AppsApi.Map(routes);
        ReposApi.Map(routes);
        TeamsApi.Map(routes);
        RefsApi.Map(routes);
        GitDataApi.Map(routes);
        ContentsApi.Map(routes);
        CommitsApi.Map(routes);
        BranchesApi.Map(routes);
        PullsApi.Map(routes);
        PullMergeApi.Map(routes);
        ReviewsApi.Map(routes);
        CheckRunsApi.Map(routes);
        CheckSuitesApi.Map(routes);
        StatusesApi.Map(routes);
        LabelsApi.Map(routes);
        CommentsApi.Map(routes);
        IssuesApi.Map(routes);
        DeploymentsApi.Map(routes);
        ActionsApi.Map(routes);
        DispatchesApi.Map(routes);
        RateLimitApi.Map(routes, gatehouse);
        HooksApi.Map(routes, hub.Deliveries);
        ManifestApi.Map(routes);
        GraphQlApi.Map(routes);
        return routes;
    }
}
