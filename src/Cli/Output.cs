namespace Sluice.Cli;

/// <summary>Standard output. Where it takes no more, as on a full disk, the verb ends and says so: half an answer is none.</summary>
internal sealed class Output : Stream
{
    private readonly Stream _to = Console.OpenStandardOutput();

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Whatever is printed from now on goes this way.</summary>
    public static void Begin() => Console.SetOut(new StreamWriter(new Output(), Console.OutputEncoding) { AutoFlush = true });

    /// <exception cref="UnusableFileException">It takes no more.</exception>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <exception cref="UnusableFileException">It takes no more.</exception>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            _to.Write(buffer);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new UnusableFileException($"standard output: it cannot be written ({fault.Message}), and what was said is not all; send it to a place with room");
        }
    }

    public override void Flush() => _to.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
