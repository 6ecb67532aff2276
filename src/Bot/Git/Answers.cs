using System.Security.Cryptography;
using System.Text;

namespace Sluice.Bot.Git;

/// <summary>
/// What git said of commits that were named by their ids: it is the same for ever. Every look at a pull request asks the same few questions
/// of it, and each costs a process; where nothing moved, none is started.
/// </summary>
/// <param name="most">Bytes for all repositories. What was not asked for longest makes room.</param>
internal sealed class Answers(int most = 32 * 1024 * 1024)
{
    /// <summary>
    /// What an answer takes besides its bytes, of which an object's head, its array's and its place in the table are most.
    /// </summary>
    private const int Each = 160;

    /// <summary>One that is longer is not worth the room of a thousand others.</summary>
    private const int Longest = 64 * 1024;

    private readonly Lock _gate = new();

    // Two ages: what is asked for again moves to the younger one; where that is full, it becomes the older one, and what nobody moved out
    // of the older one is forgotten.
    private Dictionary<UInt128, (int Exit, byte[] Bytes)> _young = [],
        _old = [];
    private int _taken;

    /// <summary>Null: it is not known.</summary>
    public GitOutput? To(GitCommand question)
    {
        var key = Key(question);
        lock (_gate)
        {
            if (_young.TryGetValue(key, out var answer))
            {
                return new GitOutput(answer.Exit, answer.Bytes, "");
            }

            if (!_old.Remove(key, out answer))
            {
                return null;
            }

            Put(key, answer);
            return new GitOutput(answer.Exit, answer.Bytes, "");
        }
    }

    public void Keep(GitCommand question, GitOutput answer)
    {
        if (answer.Bytes.Length <= Longest)
        {
            lock (_gate)
            {
                Put(Key(question), (answer.Exit, answer.Bytes));
            }
        }
    }

    private void Put(UInt128 key, (int Exit, byte[] Bytes) answer)
    {
        if (!_young.TryAdd(key, answer))
        {
            return;
        }

        _taken += Each + answer.Bytes.Length;
        if (_taken > most / 2)
        {
            (_old, _young, _taken) = (_young, [], 0);
        }
    }

    /// <summary>Half of a digest: the questions themselves would take more room than most answers.</summary>
    private static UInt128 Key(GitCommand question)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', [question.Directory, question.Given, .. question.Arguments])), digest);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt128LittleEndian(digest);
    }
}
