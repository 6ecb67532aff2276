namespace Sluice.Bot.Tests.Stories;

/// <summary>Policies whose canary is judged by what <see cref="Production"/> counts.</summary>
internal static class Canaries
{
    /// <summary>Ends within <c>canary</c>: what is added with two spaces before it belongs to that.</summary>
    public static string Policy(string min = "3s", string max = "60s") =>
        $$"""
            version: 1
            canary:
              weights: [50]
              bake: { min: {{min}}, max: {{max}} }
              every: 1s
              metrics:
                - name: errors
                  source: fleet
                  canary: 'sum(increase(http_errors_total{track="canary"}[$tick]))'
                  baseline: 'sum(increase(http_errors_total{track="stable"}[$tick]))'
                  canary_exposure: 'sum(increase(http_requests_total{track="canary"}[$tick]))'
                  baseline_exposure: 'sum(increase(http_requests_total{track="stable"}[$tick]))'
                  critical: true
              revert_reviews: skip

            """;
}
