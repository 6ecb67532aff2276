using Sluice.Hub.Rest;

namespace Sluice.Hub;

/// <summary>Every operation of the API, by resource.</summary>
internal static class Faces
{
    public static Routes All(HubServer hub)
    {
        var routes = new Routes();
        ReposApi.Map(routes);
        return routes;
    }
}
