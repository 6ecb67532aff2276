using System.Globalization;
using System.IO.Compression;

namespace Sluice.Cli;

/// <summary>A file that the command line names. What keeps it from being used is told in one line, with what to do.</summary>
internal static class NamedFile
{
    /// <summary>Megabytes that a configuration, a key or a model never has.</summary>
    private const int Usual = 256;

    private const int Part = 1 << 16;

    /// <param name="wanted">What is to be named, such as "a table of changes (docs/risk.md)".</param>
    /// <exception cref="UnusableFileException">It cannot be opened.</exception>
    public static FileStream Open(string path, string wanted)
    {
        if (Directory.Exists(path))
        {
            throw new UnusableFileException($"{path}: this is a folder; name {wanted}");
        }

        try
        {
            return File.OpenRead(path);
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException or ArgumentException)
        {
            throw new UnusableFileException($"{(string.IsNullOrWhiteSpace(path) ? "''" : path)}: there is no such file; name {wanted}");
        }
        catch (UnauthorizedAccessException)
        {
            throw new UnusableFileException($"{path}: {Environment.UserName} may not read it; allow it, or name {wanted} that may be read");
        }
        catch (IOException fault)
        {
            throw new UnusableFileException($"{path}: it cannot be read ({fault.Message}); name {wanted}");
        }
    }

    /// <summary>As <see cref="Open"/>; - is standard input.</summary>
    /// <exception cref="UnusableFileException">It cannot be opened.</exception>
    public static Stream OrInput(string path, string wanted) => path == "-" ? Console.OpenStandardInput() : Open(path, wanted);

    /// <exception cref="UnusableFileException">It cannot be read, or is larger than any such file.</exception>
    public static string Text(string path, string wanted)
    {
        using var file = Open(path, wanted);
        using var reader = new StreamReader(new MemoryStream(Bytes(file, path, wanted, Usual)));
        return reader.ReadToEnd();
    }

    /// <summary>All of it; - is standard input. A device may have no end.</summary>
    /// <param name="most">Megabytes that nobody writes into such a file.</param>
    /// <exception cref="UnusableFileException">It cannot be read, or is larger.</exception>
    public static byte[] Bytes(string path, string wanted, int most)
    {
        using var from = OrInput(path, wanted);
        return Bytes(from, path, wanted, most);
    }

    /// <summary>
    /// Of a file that is written again later: it is opened for both at once, which tells before the long work that it may not be written,
    /// and waits on no pipe.
    /// </summary>
    /// <exception cref="UnusableFileException">It cannot be read and written.</exception>
    public static string Kept(string path, string wanted)
    {
        if (!File.Exists(path))
        {
            Open(path, wanted).Dispose();
        }

        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
            if (!file.CanSeek)
            {
                throw new UnusableFileException($"{path}: this is a pipe or a device, which keeps nothing; name {wanted}");
            }

            using var reader = new StreamReader(file);
            return reader.ReadToEnd();
        }
        catch (UnauthorizedAccessException)
        {
            throw new UnusableFileException($"{path}: {Environment.UserName} may not read and write it; allow it, or name {wanted}");
        }
        catch (IOException fault)
        {
            throw new UnusableFileException($"{path}: it cannot be read and written ({fault.Message}); name {wanted}");
        }
    }

    /// <summary>Packed, where the name ends in .gz.</summary>
    /// <exception cref="UnusableFileException">It cannot be written.</exception>
    public static void Write(string path, string text)
    {
        Check(path);
        try
        {
            using Stream file = File.Create(path);
            using var to = new StreamWriter(
                path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionLevel.Optimal) : file
            );
            to.Write(text);
        }
        catch (UnauthorizedAccessException)
        {
            throw new UnusableFileException($"{path}: {Environment.UserName} may not write it; allow it, or name another file");
        }
        catch (IOException fault)
        {
            throw new UnusableFileException($"{path}: it cannot be written ({fault.Message}); name another file");
        }
    }

    private static byte[] Bytes(Stream from, string path, string wanted, int most)
    {
        using var all = new MemoryStream();
        var part = new byte[Part];
        for (int length; (length = from.Read(part)) > 0; )
        {
            all.Write(part, 0, length);
            if (all.Length > most * 1024L * 1024)
            {
                throw new UnusableFileException(
                    string.Create(CultureInfo.InvariantCulture, $"{path}: it is larger than {most} MB, or has no end; name {wanted}")
                );
            }
        }

        return all.ToArray();
    }

    /// <summary>Whether there is a place for it: before the long work whose fruit it is to hold.</summary>
    /// <exception cref="UnusableFileException">There is none.</exception>
    public static void Check(string path)
    {
        if (string.IsNullOrWhiteSpace(path) || Directory.Exists(path))
        {
            throw new UnusableFileException(
                string.IsNullOrWhiteSpace(path)
                    ? "'': this is no name; name a file to write"
                    : $"{path}: this is a folder; name a file in it"
            );
        }

        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder && !Directory.Exists(folder))
        {
            throw new UnusableFileException($"{path}: there is no folder {folder}; make it first, or name another file");
        }
    }
}

/// <param name="message">One line: the file, what is wrong, and what to do.</param>
internal sealed class UnusableFileException(string message) : Exception(message);
