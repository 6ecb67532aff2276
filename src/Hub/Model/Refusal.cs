namespace Sluice.Hub.Model;

/// <summary>Why GitHub says no: the status that its API answers with, and its words.</summary>
public sealed record Refusal(int Status, string Message, params RefusalError[] Errors)
{
    /// <summary>For 403 "Resource not accessible by integration": what would have been enough.</summary>
    public string? AcceptedPermissions { get; init; }

    public static Refusal Archived { get; } = new(403, "Repository was archived so is read-only.");

    public static Refusal NotFound { get; } = new(404, "Not Found");

    public static Refusal NotAccessible(string permission, Access access) =>
        new(403, "Resource not accessible by integration")
        {
            AcceptedPermissions = $"{permission}={(access == Access.Write ? "write" : "read")}",
        };

    public static Refusal Invalid(string resource, string? field, string code, string? message = null) =>
        new(422, "Validation Failed", new RefusalError(resource, field, code, message));
}

/// <summary>One entry of a 422's <c>errors</c>; code: missing, missing_field, invalid, already_exists, unprocessable, custom.</summary>
public sealed record RefusalError(string Resource, string? Field, string Code, string? Message = null)
{
    /// <summary>For a deployment's required contexts: those that are not green, and how they stand.</summary>
    public (string Context, string State)[]? Contexts { get; init; }
}

/// <summary>A result, or the refusal that stands in its place.</summary>
public readonly struct Answer<T>
{
    private readonly T? _value;

    private Answer(T? value, Refusal? refusal)
    {
        _value = value;
        Refusal = refusal;
    }

    public Refusal? Refusal { get; }

    public bool IsRefused => Refusal is not null;

    public T Value => Refusal is null ? _value! : throw new InvalidOperationException($"Refused: {Refusal.Status} {Refusal.Message}");

    /// <summary>For whoever counts on a yes.</summary>
    /// <exception cref="InvalidOperationException">It was refused.</exception>
    public T OrThrow() => Value;

    public static implicit operator Answer<T>(T value) => new(value, null);

    public static implicit operator Answer<T>(Refusal refusal) => new(default, refusal);
}
