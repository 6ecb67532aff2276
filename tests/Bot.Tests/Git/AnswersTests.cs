using System.Text;
using Sluice.Bot.Git;

namespace Sluice.Bot.Tests.Git;

public sealed class AnswersTests
{
    [Fact]
    public void An_answer_is_for_its_repository_its_arguments_and_what_was_given()
    {
        var answers = new Answers();
        answers.Keep(Question("log"), Answer("kept"));

        Assert.Equal("kept", answers.To(Question("log"))?.Text);
        Assert.Null(answers.To(Question("log", "a")));
        Assert.Null(answers.To(Question("log") with { Directory = "/other.git" }));
        Assert.Null(answers.To(Question("log") with { Given = "notes" }));
    }

    [Fact]
    public void The_exit_is_kept_with_it()
    {
        var answers = new Answers();
        answers.Keep(Question("merge-base"), new GitOutput(1, [], ""));

        Assert.Equal(1, answers.To(Question("merge-base"))?.Exit);
    }

    [Fact]
    public void What_is_asked_for_again_and_again_outlasts_what_is_not_and_the_room_is_never_more_than_was_given()
    {
        var answers = new Answers(most: 100_000);
        answers.Keep(Question("often"), Answer(new string('x', 1000)));
        answers.Keep(Question("once"), Answer(new string('x', 1000)));
        for (var n = 0; n < 1000; n++)
        {
            answers.Keep(Question("other", $"{n}"), Answer(new string('x', 1000)));
            Assert.NotNull(answers.To(Question("often")));
        }

        Assert.Null(answers.To(Question("once")));
        Assert.InRange(Enumerable.Range(0, 1000).Count(n => answers.To(Question("other", $"{n}")) is not null), 30, 100);
    }

    [Fact]
    public void A_huge_one_is_not_kept()
    {
        var answers = new Answers();
        answers.Keep(Question("log"), Answer(new string('x', 100_000)));

        Assert.Null(answers.To(Question("log")));
    }

    private static GitCommand Question(params string[] arguments) => new("/one.git", arguments);

    private static GitOutput Answer(string text) => new(0, Encoding.UTF8.GetBytes(text), "");
}
