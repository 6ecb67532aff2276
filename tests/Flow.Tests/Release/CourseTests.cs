using Sluice.Flow.Release;
using Sluice.Flow.Release.Judging;

namespace Sluice.Flow.Tests.Release;

public sealed class CourseTests
{
    private static readonly Bounds Usual = new();

    [Fact]
    public void It_ends_where_the_judge_is_and_crosses_where_the_judge_says()
    {
        Row<Measured> metrics = [Metric("errors", 40, 12, 4), Metric("slow", 25, 5, 5)];

        var course = Course.Of(metrics, Usual);
        var judged = Judge.Of(metrics, Usual);

        Assert.Equal(40, course.Count);
        Assert.Equal((judged.LogEHarm, judged.LogESafe), (course[^1].LogEHarm, course[^1].LogESafe));
        Assert.Equal(Side.Harm, judged.Crossed?.Side);
        Assert.Equal(judged.Crossed?.Tick, course.First(point => point.LogEHarm >= Usual.Harm).Tick);
    }

    [Fact]
    public void Safety_is_that_of_the_critical_metrics_alone()
    {
        Row<Measured> metrics = [Metric("errors", 30, 5, 5) with { Critical = true }, Metric("slow", 30, 9, 4)];

        Assert.Equal(Course.Of([metrics[0]], Usual)[^1].LogESafe, Course.Of(metrics, Usual)[^1].LogESafe);
    }

    [Fact]
    public void Nothing_that_was_counted_is_no_course() => Assert.Empty(Course.Of([], Usual));

    private static Measured Metric(string name, int ticks, double canary, double baseline) =>
        new(name, Enumerable.Range(0, ticks).Select(at => new Tick("c", at, canary, baseline, 0.5)).ToRow());
}
