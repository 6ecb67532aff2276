using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Sluice.Flow.Release.Judging;

/// <summary>
/// Natural logarithm and exponential from additions, multiplications and divisions alone: a platform's own differ in the last bit, and a
/// receipt is to be judged to the same byte everywhere. Nothing is fused. Where a call stood in the loop over the ticks, all eight would go
/// through memory at each tick.
/// </summary>
/// <remarks>The reductions and polynomials of Sun's fdlibm (1993); error below one unit in the last place.</remarks>
internal static class Natural
{
    private const double HighOfLn2 = 6.93147180369123816490e-01;
    private const double LowOfLn2 = 1.90821492927058770002e-10;
    private const long Mantissa = 0x000FFFFFFFFFFFFF;
    private const long Half = 0x00095F6400000000;

    /// <summary>Of eight numbers at once, each positive and normal.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Log(Vector512<double> x)
    {
        var bits = x.AsInt64();
        // Mantissas from the root of two upwards count to the next power, so that 1 + f stays between roots of one half and of two.
        var up = ((bits & Vector512.Create(Mantissa)) + Vector512.Create(Half)) & Vector512.Create(0x0010000000000000L);
        var power = Vector512.ShiftRightArithmetic(bits, 52) - Vector512.Create(1023L) + Vector512.ShiftRightLogical(up, 52);
        var scaled = ((bits & Vector512.Create(Mantissa)) | (up ^ Vector512.Create(0x3FF0000000000000L))).AsDouble();
        var f = scaled - Vector512<double>.One;
        var k = Vector512.ConvertToDouble(power);
        var s = f / (f + Vector512.Create(2.0));
        var z = s * s;
        var w = z * z;
        var even =
            w
            * (
                Vector512.Create(3.999999999940941908e-01)
                + (w * (Vector512.Create(2.222219843214978396e-01) + (w * Vector512.Create(1.531383769920937332e-01))))
            );
        var odd =
            z
            * (
                Vector512.Create(6.666666666666735130e-01)
                + (
                    w
                    * (
                        Vector512.Create(2.857142874366239149e-01)
                        + (w * (Vector512.Create(1.818357216161805012e-01) + (w * Vector512.Create(1.479819860511658591e-01))))
                    )
                )
            );
        var half = f * f * Vector512.Create(0.5);
        return (k * Vector512.Create(HighOfLn2)) - ((half - ((s * (half + even + odd)) + (k * Vector512.Create(LowOfLn2)))) - f);
    }

    /// <summary>
    /// Logarithms of what is <see cref="IsNear"/> others: ln x = ln a + 2 artanh s, with half the work and no more error.
    /// </summary>
    /// <param name="s">(x − a) / (x + a)</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Near(Vector512<double> logs, Vector512<double> s)
    {
        var z = s * s;
        var sum = Vector512.Create(1.0 / 13);
        sum = (sum * z) + Vector512.Create(1.0 / 11);
        sum = (sum * z) + Vector512.Create(1.0 / 9);
        sum = (sum * z) + Vector512.Create(1.0 / 7);
        sum = (sum * z) + Vector512.Create(1.0 / 5);
        sum = (sum * z) + Vector512.Create(1.0 / 3);
        return logs + ((s + s) * ((sum * z) + Vector512<double>.One));
    }

    /// <summary>Whether the next term of the series would be below the last bit, for all eight.</summary>
    public static bool IsNear(Vector512<double> s) => Vector512.LessThanAll(Vector512.Abs(s), Vector512.Create(1.0 / 12));

    /// <summary>Of one number, positive and normal.</summary>
    public static double Log(double x) => Log(Vector512.Create(x))[0];

    /// <summary>0 below −700, where it does not matter any more.</summary>
    /// <param name="x">At most 700.</param>
    public static double Exp(double x)
    {
        if (x < -700)
        {
            return 0;
        }

        var k = Math.Round(x * 1.44269504088896338700);
        var (high, low) = (x - (k * HighOfLn2), k * LowOfLn2);
        var rest = high - low;
        var t = rest * rest;
        var c =
            rest
            - (
                t
                * (
                    1.66666666666666019037e-01
                    + (
                        t
                        * (
                            -2.77777777770155933842e-03
                            + (t * (6.61375632143793436117e-05 + (t * (-1.65339022054652515390e-06 + (t * 4.13813679705723846039e-08)))))
                        )
                    )
                )
            );
        return BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(1 - ((low - (rest * c / (2 - c))) - high)) + ((long)k << 52));
    }
}
