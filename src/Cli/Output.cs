namespace Sluice.Cli;

/// <summary>Standard output. Where it takes no more, as on a full disk, the verb ends and says so: half an answer is none.</summary>
internal sealed class Output : Conduit
{
    private readonly Stream _to = Console.OpenStandardOutput();

    public override bool CanWrite => true;

    /// <summary>Whatever is printed from now on goes this way.</summary>
    public static void Begin() => Console.SetOut(new StreamWriter(new Output(), Console.OutputEncoding) { AutoFlush = true });

    /// <exception cref="UnusableFileException">It takes no more.</exception>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            _to.Write(buffer);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new UnusableFileException(
                $"standard output: it cannot be written ({fault.Message}), and what was said is not all; send it to a place with room"
            );
        }
    }
}
