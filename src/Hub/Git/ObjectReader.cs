using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Sluice.Hub.Git;

/// <summary>Reads objects through one long-lived <c>git cat-file --batch</c>.</summary>
internal sealed class ObjectReader(string directory) : IDisposable
{
    private Process? _process;

    public (string Kind, byte[] Body)? Read(string sha)
    {
        try
        {
            return Ask(sha);
        }
        catch (IOException) when (_process!.WaitForExit(TimeSpan.FromSeconds(1)))
        {
            // A terminal's Ctrl-C goes to it too: the next one answers as well.
            return Ask(sha);
        }
    }

    public void Dispose()
    {
        if (_process is null)
            return;
        if (!_process.HasExited)
            _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
        _process = null; // whoever asks once more, as a request that is under way, has an answer
    }

    private (string Kind, byte[] Body)? Ask(string sha)
    {
        if (_process is null or { HasExited: true })
        {
            _process?.Dispose();
            _process = Process.Start(GitCommand.Start(directory, "cat-file", "--batch"))!;
        }

        _process.StandardInput.Write(sha + "\n");
        _process.StandardInput.Flush();
        var output = _process.StandardOutput.BaseStream;
        var header = Line(output).Split(' ');
        if (header.Length != 3)
            return null;
        var body = new byte[int.Parse(header[2], CultureInfo.InvariantCulture)];
        output.ReadExactly(body);
        output.ReadByte();
        return (header[1], body);
    }

    private static string Line(Stream stream)
    {
        var line = new StringBuilder();
        for (var next = stream.ReadByte(); next != '\n'; next = stream.ReadByte())
        {
            if (next < 0)
                throw new EndOfStreamException("git cat-file ended in the middle of an answer.");
            line.Append((char)next);
        }

        return line.ToString();
    }
}
