namespace Sluice.Flow.Release.Samples;

/// <summary>The standard normal distribution.</summary>
public static class Normal
{
    private static readonly double[] NearTop =
    [
        -3.969683028665376e+01,
        2.209460984245205e+02,
        -2.759285104469687e+02,
        1.383577518672690e+02,
        -3.066479806614716e+01,
        2.506628277459239e+00,
    ];
    private static readonly double[] NearBottom =
    [
        -5.447609879822406e+01,
        1.615858368580409e+02,
        -1.556989798598866e+02,
        6.680131188771972e+01,
        -1.328068155288572e+01,
        1,
    ];
    private static readonly double[] TailTop =
    [
        -7.784894002430293e-03,
        -3.223964580411365e-01,
        -2.400758277161838e+00,
        -2.549732539343734e+00,
        4.374664141464968e+00,
        2.938163982698783e+00,
    ];
    private static readonly double[] TailBottom =
    [
        7.784695709041462e-03,
        3.224671290700398e-01,
        2.445134137142996e+00,
        3.754408661907416e+00,
        1,
    ];

    /// <summary>What is not exceeded with a chance of <paramref name="p"/>, above 0 and below 1.</summary>
    /// <remarks>Acklam's rational approximation, and one step of Halley's method that takes it to the last bits.</remarks>
    public static double Quantile(double p)
    {
        var x =
            p < 0.02425 ? Tail(p)
            : p > 1 - 0.02425 ? -Tail(1 - p)
            : Middle(p - 0.5);
        var wrong = (0.5 * Erfc(-x / Math.Sqrt(2))) - p;
        var step = wrong * Math.Sqrt(2 * Math.PI) * Math.Exp(x * x / 2);
        return x - (step / (1 + (x * step / 2)));
    }

    private static double Middle(double q) => Polynomial(NearTop, q * q) * q / Polynomial(NearBottom, q * q);

    private static double Tail(double p)
    {
        var q = Math.Sqrt(-2 * Math.Log(p));
        return Polynomial(TailTop, q) / Polynomial(TailBottom, q);
    }

    private static double Polynomial(double[] coefficients, double x)
    {
        var sum = 0.0;
        foreach (var coefficient in coefficients)
        {
            sum = (sum * x) + coefficient;
        }

        return sum;
    }

    /// <summary>Near zero by the series of the error function, farther out by its continued fraction.</summary>
    private static double Erfc(double x)
    {
        var z = Math.Abs(x);
        double tail;
        if (z < 2.5)
        {
            var (term, sum) = (z, z);
            for (var n = 1; n < 80; n++)
            {
                term *= -z * z / n;
                sum += term / ((2 * n) + 1);
            }

            tail = 1 - (2 / Math.Sqrt(Math.PI) * sum);
        }
        else
        {
            var fraction = 0.0;
            for (var n = 80; n > 0; n--)
            {
                fraction = n / 2.0 / (z + fraction);
            }

            tail = Math.Exp(-z * z) / Math.Sqrt(Math.PI) / (z + fraction);
        }

        return x < 0 ? 2 - tail : tail;
    }
}
