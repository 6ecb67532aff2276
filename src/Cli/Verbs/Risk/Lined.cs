using System.Globalization;

namespace Sluice.Cli.Verbs.Risk;

/// <summary>
/// A table on its way in. A device has neither an end nor lines, and one of them would be waited for until the memory is full.
/// </summary>
internal sealed class Lined(Stream from, string path, string wanted) : Conduit
{
    /// <summary>Megabytes that no line of a table has.</summary>
    private const int Most = 64;

    private long _open;

    public override bool CanRead => true;

    /// <exception cref="UnusableFileException">A line is longer than any.</exception>
    public override int Read(Span<byte> buffer)
    {
        var length = from.Read(buffer);
        var end = buffer[..length].LastIndexOfAny((byte)'\n', (byte)'\r');
        _open = end < 0 ? _open + length : length - end - 1;
        return _open <= Most * 1024L * 1024
            ? length
            : throw new UnusableFileException(
                string.Create(CultureInfo.InvariantCulture, $"{path}: a line of it is longer than {Most} MB, or has no end; name {wanted}")
            );
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            from.Dispose();
        }

        base.Dispose(disposing);
    }
}
