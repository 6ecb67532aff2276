using System.Buffers;
using Microsoft.AspNetCore.Connections;

namespace Sluice.Bot.Webhooks;

/// <summary>
/// What requests are read into: a webhook of the usual size comes in one read, where the server's own blocks of 4 KB take six.
/// </summary>
internal sealed class LargeBlocks : MemoryPool<byte>, IMemoryPoolFactory<byte>
{
    private const int Size = 32 * 1024;

    public override int MaxBufferSize => Size;

    public MemoryPool<byte> Create(MemoryPoolOptions? options = null) => this;

    /// <summary>From the pool that all share, which lets go what nobody has used for long.</summary>
    public override IMemoryOwner<byte> Rent(int minBufferSize = -1) => Shared.Rent(Math.Max(Size, minBufferSize));

    protected override void Dispose(bool disposing)
    {
        // the shared pool is not ours to end
    }
}
