using System.Text;
using Sluice.Hub.Git;

namespace Sluice.Hub.GitHttp;

/// <summary>One ref that a push wants moved.</summary>
internal sealed record PushCommand(string Old, string New, string Ref);

/// <summary>The head of a receive-pack request: its commands and what the client understands. The pack follows in the stream.</summary>
internal sealed record PushRequest(PushCommand[] Commands, SortedSet<string> Capabilities)
{
    public bool NeedsPack => Commands.Any(c => c.New != Zero.Sha);

    public bool IsAtomic => Capabilities.Contains("atomic");

    public bool HasSideBand => Capabilities.Contains("side-band-64k");

    public bool WantsReport => Capabilities.Contains("report-status") || Capabilities.Contains("report-status-v2");

    public static async Task<PushRequest> Read(Stream body, CancellationToken cancel)
    {
        var commands = new List<PushCommand>();
        var capabilities = new SortedSet<string>(StringComparer.Ordinal);
        while (await PktLine.Read(body, cancel) is { } line)
        {
            var text = Encoding.UTF8.GetString(line).TrimEnd('\n');
            if (text.StartsWith("shallow ", StringComparison.Ordinal))
                continue;
            var (command, offered) = text.Split('\0', 2) is [var c, var o] ? (c, o) : (text, "");
            capabilities.UnionWith(offered.Split(' ', StringSplitOptions.RemoveEmptyEntries));
            if (command.Split(' ', 3) is not [var old, var now, var name] || !Zero.IsSha(old) || !Zero.IsSha(now))
                throw new FormatException("The push holds a command that is not \"old new ref\".");
            commands.Add(new PushCommand(old, now, name));
        }

        if (capabilities.Contains("push-options"))
        {
            while (await PktLine.Read(body, cancel) is not null) { }
        }

        return new PushRequest([.. commands], capabilities);
    }
}
