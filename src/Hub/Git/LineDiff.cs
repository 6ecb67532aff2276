using System.Globalization;
using System.Text;

namespace Sluice.Hub.Git;

/// <summary>Added and removed lines between two versions of a file, and the patch in unified form.</summary>
public sealed record LineDiff(int Additions, int Deletions, string? Patch)
{
    private const int Context = 3;

    // Beyond this many lines the trace of the search would cost more than anybody reads: the whole file counts as replaced.
    private const int SearchLimit = 4_000;

    public static LineDiff Between(byte[]? before, byte[]? after)
    {
        if (IsBinary(before) || IsBinary(after))
            return new LineDiff(0, 0, null);
        var left = Lines(before);
        var right = Lines(after);
        var script = Script(left, right);
        return new LineDiff(script.Count(s => s.Sign == '+'), script.Count(s => s.Sign == '-'), Unified(script));
    }

    private static bool IsBinary(byte[]? content) =>
        content is not null && content.AsSpan(0, Math.Min(content.Length, 8000)).Contains((byte)0);

    private static string[] Lines(byte[]? content)
    {
        if (content is null or { Length: 0 })
            return [];
        var lines = Encoding.UTF8.GetString(content).Split('\n');
        return lines[^1].Length == 0 ? lines[..^1] : lines;
    }

    // Myers' greedy search for the shortest edit script, between the common head and tail.
    private static List<(char Sign, string Text)> Script(string[] left, string[] right)
    {
        var head = 0;
        while (head < left.Length && head < right.Length && left[head] == right[head])
            head++;
        var tail = 0;
        while (tail < left.Length - head && tail < right.Length - head && left[^(tail + 1)] == right[^(tail + 1)])
            tail++;
        var a = left[head..^tail];
        var b = right[head..^tail];
        var script = left[..head].Select(t => (' ', t)).ToList();
        if (a.Length + b.Length > SearchLimit)
        {
            script.AddRange(a.Select(t => ('-', t)));
            script.AddRange(b.Select(t => ('+', t)));
        }
        else
        {
            script.AddRange(Shortest(a, b));
        }

        script.AddRange(left[^tail..].Select(t => (' ', t)));
        return script;
    }

    private static List<(char Sign, string Text)> Shortest(string[] a, string[] b)
    {
        var max = a.Length + b.Length;
        var reach = new int[(2 * max) + 3];
        var trace = new List<int[]>();
        for (var d = 0; d <= max; d++)
        {
            trace.Add(reach[(max - d)..(max + d + 3)]);
            for (var k = -d; k <= d; k += 2)
            {
                var down = k == -d || (k != d && reach[max + k] < reach[max + k + 2]);
                var x = down ? reach[max + k + 2] : reach[max + k] + 1;
                while (x < a.Length && x - k < b.Length && a[x] == b[x - k])
                    x++;
                reach[max + k + 1] = x;
                if (x >= a.Length && x - k >= b.Length)
                    return Backtrack(a, b, trace, d);
            }
        }

        return [];
    }

    private static List<(char Sign, string Text)> Backtrack(string[] a, string[] b, List<int[]> trace, int steps)
    {
        var script = new List<(char, string)>();
        int x = a.Length,
            y = b.Length;
        for (var d = steps; d >= 0; d--)
        {
            var reach = trace[d]; // index of diagonal k is k + d + 1
            var k = x - y;
            var down = k == -d || (k != d && reach[k + d] < reach[k + d + 2]);
            var fromK = down ? k + 1 : k - 1;
            var fromX = d == 0 ? 0 : reach[fromK + d + 1];
            var fromY = fromX - fromK;
            if (d == 0)
                fromY = 0;
            while (x > fromX && y > fromY && x > 0 && y > 0 && a[x - 1] == b[y - 1])
            {
                script.Add((' ', a[--x]));
                y--;
            }

            if (d == 0)
                break;
            script.Add(down ? ('+', b[--y]) : ('-', a[--x]));
        }

        script.Reverse();
        return script;
    }

    private static string Unified(List<(char Sign, string Text)> script)
    {
        var patch = new StringBuilder();
        var index = 0;
        while ((index = script.FindIndex(index, s => s.Sign != ' ')) >= 0)
        {
            var start = Math.Max(0, index - Context);
            var last = index;
            for (var i = index; i < script.Count && i - last <= 2 * Context; i++)
            {
                if (script[i].Sign != ' ')
                    last = i;
            }

            var end = Math.Min(script.Count, last + Context + 1);
            var hunk = script[start..end];
            var oldStart = script[..start].Count(s => s.Sign != '+');
            var newStart = script[..start].Count(s => s.Sign != '-');
            var oldCount = hunk.Count(s => s.Sign != '+');
            var newCount = hunk.Count(s => s.Sign != '-');
            if (patch.Length > 0)
                patch.Append('\n');
            patch.Append(CultureInfo.InvariantCulture, $"@@ -{Range(oldStart, oldCount)} +{Range(newStart, newCount)} @@");
            foreach (var (sign, text) in hunk)
                patch.Append('\n').Append(sign).Append(text);
            index = end;
        }

        return patch.ToString();
    }

    private static string Range(int start, int count)
    {
        var first = count == 0 ? start : start + 1;
        return count == 1 ? first.ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{first},{count}");
    }
}
