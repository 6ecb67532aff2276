using Sluice.Hub.Model;

namespace Sluice.Hub.Rest;

/// <summary>Who may use a route: nobody in particular, an App with its signed token, or a caller with a permission.</summary>
public sealed record Need(string? Permission, Access Access)
{
    /// <summary>The route decides for itself.</summary>
    public static Need Nothing { get; } = new(null, Access.None);

    /// <summary>Only an App's JSON web token.</summary>
    public static Need AppToken { get; } = new("(app)", Access.None);

    public static Need Read(string permission) => new(permission, Access.Read);

    public static Need Write(string permission) => new(permission, Access.Write);
}
