using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Sluice.Bench.Ingest;

/// <summary>
/// One kept-alive connection on which deliveries are sent one after the other, as cheaply as can be: the peers have the processors.
/// </summary>
internal sealed class Line(int port, string path) : IDisposable
{
    private readonly TcpClient _client = new("127.0.0.1", port) { NoDelay = true };
    private readonly byte[] _answer = new byte[8192];
    private byte[] _body = [];

    /// <returns>The status.</returns>
    public async Task<int> Post(Payload payload, long n)
    {
        var body = payload.Write(n, ref _body);
        var head = Encoding.ASCII.GetBytes(
            string.Create(
                    CultureInfo.InvariantCulture,
                    $"""
                    POST {path} HTTP/1.1
                    Host: 127.0.0.1:{port}
                    User-Agent: GitHub-Hookshot/044aadd
                    Content-Type: application/json
                    X-GitHub-Event: {payload.Kind}
                    X-GitHub-Delivery: {Guid.NewGuid()}
                    X-Hub-Signature-256: {payload.SignatureOf(n, body)}
                    Content-Length: {body.Length}


                    """
                )
                .ReplaceLineEndings("\r\n")
        );
        var socket = _client.Client;
        await socket.SendAsync([head, body], SocketFlags.None);
        return await Read(socket);
    }

    public void Dispose() => _client.Dispose();

    private async Task<int> Read(Socket socket)
    {
        for (var length = 0; ; )
        {
            var read = await socket.ReceiveAsync(_answer.AsMemory(length));
            if (read == 0)
            {
                throw new IOException("the connection was closed");
            }

            length += read;
            var text = Encoding.ASCII.GetString(_answer, 0, length);
            var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end >= 0 && length >= end + 4 + Announced(text[..end]))
            {
                return int.Parse(text.AsSpan(9, 3), CultureInfo.InvariantCulture);
            }
        }
    }

    private static int Announced(string head)
    {
        const string Name = "content-length:";
        var at = head.IndexOf(Name, StringComparison.OrdinalIgnoreCase);
        return at < 0 ? 0 : int.Parse(head.AsSpan(at + Name.Length).TrimStart().ToString().Split('\r')[0], CultureInfo.InvariantCulture);
    }
}
