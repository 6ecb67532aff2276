using Sluice.Flow.Intake.Risk.Model;

namespace Sluice.Flow.Intake.Risk.Learning;

/// <summary>
/// Grows one tree on gradients and curvatures of the logistic loss (Chen, Guestrin, "XGBoost", KDD 2016, section 2). More lines added never
/// make a change look safer: of the two sides of such a split the upper one is at least the lower one, and so are all leaves below them.
/// </summary>
/// <param name="slope">First derivative of the loss by each row's log odds.</param>
/// <param name="bend">Second derivative.</param>
internal sealed class TreeGrower(Bins bins, double[] slope, double[] bend, Recipe recipe)
{
    private const int Digits = 5;

    private readonly double[] _slopes = new double[Bins.Most];
    private readonly double[] _bends = new double[Bins.Most];
    private double _least;

    /// <param name="rows">Places among the rows of the bins; their order is changed.</param>
    public Tree Grow(Span<int> rows, int[] features)
    {
        _least = Math.Min(recipe.LeastEvidence, Sum(rows).Bend / 10);
        return Grow(rows, features, 0, double.NegativeInfinity, double.PositiveInfinity);
    }

    private Tree Grow(Span<int> rows, int[] features, int depth, double least, double most)
    {
        var here = Sum(rows);
        var value = Value(here, least, most);
        if (depth == recipe.Depth || here.Bend < 2 * _least || Best(rows, features, here, least, most) is not { } best)
        {
            return new Tree.Leaf(Math.Round(value * recipe.Rate, Digits));
        }

        var middle = (best.UpTo + best.Above) / 2;
        var ordered = best.Feature == Kamei.LinesAdded;
        var border = Part(rows, bins.Steps(best.Feature), best.Cut);
        return new Tree.Split(
            best.Feature,
            bins.Cuts(best.Feature)[best.Cut],
            Grow(rows[..border], features, depth + 1, least, ordered ? Math.Min(most, middle) : most),
            Grow(rows[border..], features, depth + 1, ordered ? Math.Max(least, middle) : least, most)
        );
    }

    private Best? Best(Span<int> rows, int[] features, Side here, double least, double most)
    {
        var before = Loss(here, Value(here, least, most));
        Best? best = null;
        foreach (var feature in features)
        {
            Sum(rows, bins.Steps(feature));
            var upTo = new Side(0, 0);
            for (var cut = 0; cut < bins.Cuts(feature).Length; cut++)
            {
                upTo = upTo.With(_slopes[cut], _bends[cut]);
                var above = new Side(here.Slope - upTo.Slope, here.Bend - upTo.Bend);
                if (upTo.Bend < _least || above.Bend < _least)
                {
                    continue;
                }

                var (low, high) = (Value(upTo, least, most), Value(above, least, most));
                var gain = before - Loss(upTo, low) - Loss(above, high);
                if (gain > (best?.Gain ?? 1e-6) && (feature != Kamei.LinesAdded || low <= high))
                {
                    best = new Best(feature, cut, low, high, gain);
                }
            }
        }

        return best;
    }

    private Side Sum(Span<int> rows)
    {
        var sum = new Side(0, 0);
        foreach (var row in rows)
        {
            sum = sum.With(slope[row], bend[row]);
        }

        return sum;
    }

    private void Sum(Span<int> rows, byte[] steps)
    {
        Array.Clear(_slopes);
        Array.Clear(_bends);
        foreach (var row in rows)
        {
            _slopes[steps[row]] += slope[row];
            _bends[steps[row]] += bend[row];
        }
    }

    private static int Part(Span<int> rows, byte[] steps, int cut)
    {
        var (from, to) = (0, rows.Length - 1);
        while (from <= to)
        {
            if (steps[rows[from]] <= cut)
            {
                from++;
            }
            else
            {
                (rows[from], rows[to]) = (rows[to], rows[from]);
                to--;
            }
        }

        return from;
    }

    private double Value(Side side, double least, double most) => Math.Clamp(-side.Slope / (side.Bend + recipe.Ridge), least, most);

    private double Loss(Side side, double value) => (side.Slope * value) + (0.5 * (side.Bend + recipe.Ridge) * value * value);

    private readonly record struct Side(double Slope, double Bend)
    {
        public Side With(double slope, double bend) => new(Slope + slope, Bend + bend);
    }
}

internal sealed record Best(int Feature, int Cut, double UpTo, double Above, double Gain);
