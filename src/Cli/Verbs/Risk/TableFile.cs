using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using Sluice.Flow;
using Sluice.Flow.Intake.Risk.Learning;
using Sluice.Flow.Intake.Risk.Tables;

namespace Sluice.Cli.Verbs.Risk;

/// <summary>A table of changes on disk; what ends in .gz is unpacked on the way.</summary>
internal static class TableFile
{
    private const string Wanted = "a table of changes (docs/risk.md)";

    public static IEnumerable<string> Lines(string path, string wanted = Wanted)
    {
        var file = NamedFile.Open(path, wanted);
        using var text = new StreamReader(
            new Lined(
                path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionMode.Decompress) : file,
                path,
                wanted
            )
        );
        while (Next(text, path) is { } line)
        {
            yield return line;
        }
    }

    private static string? Next(StreamReader text, string path)
    {
        try
        {
            return text.ReadLine();
        }
        catch (InvalidDataException)
        {
            throw new UnusableFileException(
                IsPacked(path)
                    ? $"{path}: it is cut off or damaged, and cannot be unpacked to its end; copy or pack it again"
                    : $"{path}: this cannot be unpacked as gzip; take .gz off the name of a table that is not packed"
            );
        }
    }

    /// <summary>Whether it begins as what gzip writes.</summary>
    private static bool IsPacked(string path)
    {
        using var file = File.OpenRead(path);
        return file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
    }

    /// <summary>
    /// One whose bytes are read once more, for <see cref="Describe"/>: no pipe gives them twice, and the second reading would wait for
    /// ever.
    /// </summary>
    public static ChangeTable ReadKept(string path)
    {
        using (var file = NamedFile.Open(path, Wanted))
        {
            if (!file.CanSeek)
            {
                throw new UnusableFileException(
                    $"{path}: this is a pipe, and a table that is learnt from is read twice; write it into a file first"
                );
            }
        }

        return Read(path);
    }

    public static ChangeTable Read(string path)
    {
        var table = ChangeTable.Read(Lines(path), path);
        return table.Count > 0 ? table : throw new UnreadableTableException(path, 1, "a header and no rows");
    }

    /// <summary>What a model says of the table it was trained on: no place on a machine, but enough to know the file again.</summary>
    public static string Describe(string path, ChangeTable table, IReadOnlyList<Part> parts)
    {
        using var file = File.OpenRead(path);
        var digest = Convert.ToHexStringLower(SHA256.HashData(file));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"the oldest {parts.Sum(part => part.Learnt.Length)} of {Plural.Of(table.Count, "change")} ({Part.LearntShare:P0} of each of {Plural.Of(table.Projects.Count, "project")}); sha256 {digest}"
        );
    }
}
