using System.Globalization;

namespace Sluice.Hub;

/// <summary>
/// Where a hub's repositories stand: a temporary folder, or <c>hub/</c> below a named one. It is emptied at the start, but only where a hub
/// had made it.
/// </summary>
internal sealed class HubFolder : IDisposable
{
    private const string Mark = ".made-by-hub";

    private readonly string? _temporary;

    private HubFolder(string path, string? temporary) => (Path, _temporary) = (path, temporary);

    public string Path { get; }

    /// <exception cref="IOException">The folder holds what no hub put there, or cannot be made.</exception>
    public static HubFolder Take(string? data)
    {
        if (File.Exists(data))
            throw new IOException($"{data} is a file. Name a folder with --data.");
        var temporary = data is null ? Directory.CreateTempSubdirectory("hub-").FullName : null;
        var path = System.IO.Path.Combine(data ?? temporary!, "hub");
        var mark = System.IO.Path.Combine(path, Mark);
        if (Directory.Exists(path))
        {
            if (!File.Exists(mark) && Directory.EnumerateFileSystemEntries(path).Any())
                throw new IOException(
                    $"{path} is not empty, and no hub made it: it would be emptied. Name another folder, or empty it yourself."
                );
            Directory.Delete(path, recursive: true);
        }

        try
        {
            Directory.CreateDirectory(path);
            File.WriteAllText(mark, "A hub made this folder and empties it at each start.\n");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new IOException(
                $"{path} cannot be made ({fault.Message.TrimEnd('.')}). Name a folder that this user may write to.",
                fault
            );
        }

        return new HubFolder(path, temporary);
    }

    /// <summary>Where a new repository stands. One that was deleted or renamed has left its folder behind.</summary>
    public string Place(string repository)
    {
        var path = System.IO.Path.Combine(Path, $"{repository}.git");
        for (var next = 2; Directory.Exists(path); next++)
            path = System.IO.Path.Combine(Path, string.Create(CultureInfo.InvariantCulture, $"{repository}-{next}.git"));
        return path;
    }

    public void Dispose()
    {
        if (_temporary is not null)
            Directory.Delete(_temporary, recursive: true);
    }
}
