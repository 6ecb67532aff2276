using System.Text;
using System.Text.RegularExpressions;

namespace Sluice.Hub.Rest;

public delegate Reply Handler(Call call);

/// <summary>One operation. In a pattern <c>{name}</c> is a segment and <c>{name*}</c> any number of them, as refs and paths need.</summary>
public sealed record Route(string Method, string Pattern, Need Need, Handler Handler)
{
    /// <summary>GitHub sends notifications for it, so it counts against the content limits.</summary>
    public bool IsContent { get; init; }

    internal Regex Match { get; } = Compile(Pattern);

    /// <summary>More literal text is a better match than less.</summary>
    internal int Weight { get; } = Regex.Replace(Pattern, @"\{[^}]*\}", "").Length;

    private static Regex Compile(string pattern)
    {
        var regex = new StringBuilder("^");
        foreach (var part in Regex.Split(pattern, @"(\{[^}]*\})"))
        {
            if (part.StartsWith('{'))
                regex.Append(part.EndsWith("*}", StringComparison.Ordinal) ? $"(?<{part[1..^2]}>.+)" : $"(?<{part[1..^1]}>[^/]+)");
            else
                regex.Append(Regex.Escape(part));
        }

        return new Regex(regex.Append('$').ToString(), RegexOptions.CultureInvariant);
    }
}

/// <summary>All operations; each resource's file adds its own.</summary>
public sealed class Routes
{
    private readonly List<Route> _routes = [];

    public IReadOnlyList<Route> All => _routes;

    public void Get(string pattern, Need need, Handler handler) => Add(new Route("GET", pattern, need, handler));

    public void Post(string pattern, Need need, Handler handler) => Add(new Route("POST", pattern, need, handler));

    public void Put(string pattern, Need need, Handler handler) => Add(new Route("PUT", pattern, need, handler));

    public void Patch(string pattern, Need need, Handler handler) => Add(new Route("PATCH", pattern, need, handler));

    public void Delete(string pattern, Need need, Handler handler) => Add(new Route("DELETE", pattern, need, handler));

    /// <summary>A route that GitHub's limits on content-generating requests count.</summary>
    public void Content(string method, string pattern, Need need, Handler handler) =>
        Add(new Route(method, pattern, need, handler) { IsContent = true });

    /// <summary>The best route for a path, with the decoded values of its pattern.</summary>
    public (Route Route, SortedDictionary<string, string> Values)? Find(string method, string path)
    {
        foreach (var route in _routes)
        {
            if (route.Method != method || route.Match.Match(path) is not { Success: true } match)
                continue;
            var values = new SortedDictionary<string, string>(StringComparer.Ordinal);
            foreach (var group in match.Groups.Values.Where(g => !char.IsAsciiDigit(g.Name[0])))
                values[group.Name] = Uri.UnescapeDataString(group.Value);
            return (route, values);
        }

        return null;
    }

    private void Add(Route route)
    {
        var at = _routes.FindIndex(r => r.Weight < route.Weight);
        _routes.Insert(at < 0 ? _routes.Count : at, route);
    }
}
