using System.Diagnostics;
using System.Text;
using Sluice.Hub.Model;

namespace Sluice.Bench.Fuzz;

/// <summary>Spoiled inputs, one after the other: none may throw, take long, or take much memory.</summary>
internal static class Fuzzing
{
    /// <summary>No input of at most 200 KB has work for so long; the machine may be busy.</summary>
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(5);

    /// <summary>Of one input.</summary>
    private const long Greedy = 256_000_000;

    /// <returns>The first find, as text; null: there was none.</returns>
    public static string? Run(Target target, ulong seed, int inputs, Action<int>? progress = null)
    {
        var mutator = new Mutator(new Dice(seed), target.Corpus, target.Words);
        for (var n = 0; n < inputs; n++)
        {
            var input = mutator.Next();
            var (began, allocated) = (Stopwatch.GetTimestamp(), GC.GetAllocatedBytesForCurrentThread());
            try
            {
                target.Read(input);
            }
            catch (Exception find)
            {
                return Told(target, seed, n, input, find.ToString());
            }

            if (Stopwatch.GetElapsedTime(began) > Slow)
            {
                return Told(target, seed, n, input, $"it took {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s");
            }

            if (GC.GetAllocatedBytesForCurrentThread() - allocated > Greedy)
            {
                return Told(target, seed, n, input, $"it took {(GC.GetAllocatedBytesForCurrentThread() - allocated) / 1_000_000} MB");
            }

            progress?.Invoke(n);
        }

        return null;
    }

    private static string Told(Target target, ulong seed, int n, byte[] input, string what) =>
        $"{target.Name}, seed {seed}, input {n} of {input.Length} bytes: {what}\n{Encoding.UTF8.GetString(input, 0, Math.Min(input.Length, 2000))}";
}
