using System.Text;
using Sluice.Flow.Commands;
using Sluice.Flow.Repo;

namespace Sluice.Flow.Tests.Commands;

public sealed class CommandReaderTests
{
    public static TheoryData<string, Command> EveryCommand =>
        new()
        {
            { "queue", new Command.Queue(null) },
            { "queue priority=urgent", new Command.Queue(Priority.Urgent) },
            { "queue priority=HIGH", new Command.Queue(Priority.High) },
            { "queue  priority=normal ", new Command.Queue(Priority.Normal) },
            { "queue priority=low", new Command.Queue(Priority.Low) },
            { "dequeue", new Command.Dequeue() },
            { "retry", new Command.Retry() },
            { "hold until the freeze is over", new Command.Hold("until the freeze is over") },
            {
                "hold 3d because of the freeze",
                new Command.Hold("of the freeze") { For = TimeSpan.FromDays(3) }
            },
            {
                "hold 90m lunch",
                new Command.Hold("lunch") { For = TimeSpan.FromMinutes(90) }
            },
            {
                "hold for 2W because audit",
                new Command.Hold("audit") { For = TimeSpan.FromDays(14) }
            },
            { "hold 3 days are not enough", new Command.Hold("3 days are not enough") },
            { "hold 3days", new Command.Hold("3days") },
            { "hold because of 3d", new Command.Hold("because of 3d") },
            { "release", new Command.Release() },
            { "try", new Command.Try() },
            { "status", new Command.Status() },
            { "explain", new Command.Explain() },
            { "help", new Command.Help() },
            { "accept-risk seen by the schema owner", new Command.AcceptRisk("seen by the schema owner") },
            { "pause database is down", new Command.Pause("database is down") },
            { "resume", new Command.Resume() },
            { "promote", new Command.Promote() },
            { "rollback", new Command.Rollback() },
            { "extend", new Command.Extend() },
            { "revert", new Command.Revert(null) },
            { "revert checkout fails", new Command.Revert("checkout fails") },
            { "reland", new Command.Reland() },
            { "reset-limits", new Command.ResetLimits() },
        };

    [Theory]
    [MemberData(nameof(EveryCommand))]
    public void Every_command_of_the_contract_is_read(string line, Command command)
    {
        Assert.Equal([command], CommandReader.Read($"/sluice {line}"));
        Assert.Equal(line.Split(' ')[0], command.Word);
    }

    [Theory]
    [InlineData("/sluice queue")]
    [InlineData("/SLUICE Queue")]
    [InlineData("   /sluice\tqueue   ")]
    [InlineData("Thanks!\r\n/sluice queue\r\nsee you")]
    [InlineData("Thanks!\r/sluice queue")]
    [InlineData("> can you queue it?\n\n/sluice queue")]
    [InlineData(">\n/sluice queue")]
    [InlineData("```\ncode\n```\n/sluice queue")]
    [InlineData("~~~~\n```\n~~~\n~~~~\n/sluice queue")]
    [InlineData("``` not `a fence\n/sluice queue")]
    [InlineData("```\ncode\n   ```\n/sluice queue")]
    [InlineData("- a\n  - b\n\n    ```\n    code\n    ```\n\n/sluice queue")]
    [InlineData("<!-- a note -->\n/sluice queue")]
    [InlineData("<!--\na note\n-->\n/sluice queue")]
    [InlineData("a lone <!-- is text\n/sluice queue")]
    [InlineData("<pre>x</pre>\n/sluice queue")]
    [InlineData("<?php ?>\n/sluice queue")]
    [InlineData("a lone ` is text\n/sluice queue")]
    [InlineData("a lone ` is text\n/sluice queue\n\nand another ` too")]
    [InlineData("`one` and `` two ` ``\n/sluice queue\n`three`")]
    [InlineData("a `` b\n/sluice queue\nc ` d")]
    [InlineData("a \\` b\n/sluice queue\nc ` d")]
    [InlineData("- ```\n  code\n  ```\n/sluice queue")]
    public void A_command_is_the_first_word_of_a_line(string body) => Assert.Equal([new Command.Queue(null)], CommandReader.Read(body));

    [Theory]
    [InlineData("")]
    [InlineData("please /sluice queue")]
    [InlineData("/sluicequeue")]
    [InlineData("/sluice-bot queue")]
    [InlineData("`/sluice queue`")]
    [InlineData("> /sluice queue")]
    [InlineData(">> /sluice queue")]
    [InlineData("> they wrote\n/sluice queue")]
    [InlineData("    /sluice queue")]
    [InlineData("\t/sluice queue")]
    [InlineData("  \t/sluice queue")]
    [InlineData("```\n/sluice queue\n```")]
    [InlineData("```yaml\r\n/sluice queue\r\n```\r\n")]
    [InlineData("```\n/sluice queue")]
    [InlineData("````\n```\n/sluice queue\n````")]
    [InlineData("- ```\n  /sluice queue\n  ```")]
    [InlineData("1. ~~~\n   /sluice queue\n   ~~~")]
    [InlineData("```\n    ```\n/sluice queue\n```")]
    [InlineData("~~~\n\t~~~\n/sluice queue\n~~~")]
    [InlineData("<!--\n/sluice queue\n-->")]
    [InlineData("<!-- never closed\n\n/sluice queue")]
    [InlineData("a note <!-- begun\n/sluice queue\n--> ended")]
    [InlineData("<pre>\n/sluice queue\n</pre>")]
    [InlineData("- ```\n  code\n```\n/sluice queue\n```")]
    [InlineData("1. a\n   ```\n   code\n```\n/sluice queue\n```")]
    [InlineData("    ```\n    code\n\ntext\n```\n/sluice queue\n```")]
    [InlineData("<?\n/sluice queue\n?>")]
    [InlineData("<![CDATA[\n/sluice queue\n]]>")]
    [InlineData("<!DOCTYPE\n/sluice queue\n>")]
    [InlineData("Write `\n/sluice queue\n` to queue it.")]
    [InlineData("Write ``\n/sluice queue `\n`` to queue it.")]
    public void What_is_quoted_or_shown_as_code_or_hidden_gives_no_command(string body) => Assert.Empty(CommandReader.Read(body));

    [Fact]
    public void One_comment_may_give_several_commands()
    {
        var read = CommandReader.Read("/sluice release\nand then\n/sluice queue priority=high\n> /sluice dequeue\n\n/sluice status");

        Assert.Equal([new Command.Release(), new Command.Queue(Priority.High), new Command.Status()], read);
    }

    [Fact]
    public void The_mark_alone_asks_for_help() => Assert.Equal([new Command.Help()], CommandReader.Read("/sluice"));

    [Theory]
    [InlineData("/sluice queu", "`/sluice queue`")]
    [InlineData("/sluice staus", "`/sluice status`")]
    [InlineData("/sluice ehlp", "`/sluice help`")]
    [InlineData("/sluice roll-back", "`/sluice rollback`")]
    [InlineData("/sluice prom", "`/sluice promote`")]
    [InlineData("/sluice abracadabra", "`/sluice help`")]
    [InlineData("/sluice queue priority=asap", "`urgent`, `high`, `normal` or `low`")]
    [InlineData("/sluice queue priority=", "`urgent`, `high`, `normal` or `low`")]
    [InlineData("/sluice queue when green", "`priority=urgent|high|normal|low`")]
    [InlineData("/sluice queue priority=low priority=high", "twice")]
    [InlineData("/sluice hold", "`/sluice hold REASON`")]
    [InlineData("/sluice hold because", "`/sluice hold REASON`")]
    [InlineData("/sluice hold 3d", "`/sluice hold 3d because REASON`")]
    [InlineData("/sluice hold 3d because", "`/sluice hold 3d because REASON`")]
    [InlineData("/sluice hold 31d because I say so", "30 days")]
    [InlineData("/sluice hold 0h because I say so", "from a minute")]
    [InlineData("/sluice accept-risk", "`/sluice accept-risk REASON`")]
    [InlineData("/sluice pause  ", "`/sluice pause REASON`")]
    [InlineData("/sluice dequeue or not?", "`/sluice dequeue`")]
    public void A_line_that_is_no_command_is_told_what_to_write(string line, string told)
    {
        var unclear = Assert.IsType<Command.Unclear>(Assert.Single(CommandReader.Read(line)));

        Assert.Contains(told, unclear.Says, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/sluice `@everyone`")]
    [InlineData("/sluice queue @everyone")]
    [InlineData("/sluice [x](https://evil.example)<img>")]
    public void An_answer_carries_nothing_of_the_line_that_could_be_markup(string line)
    {
        var unclear = Assert.IsType<Command.Unclear>(Assert.Single(CommandReader.Read(line)));

        Assert.DoesNotContain('@', unclear.Says);
        Assert.DoesNotContain('<', unclear.Says);
        Assert.DoesNotContain("](", unclear.Says, StringComparison.Ordinal);
        Assert.Equal(0, unclear.Says.Count(letter => letter == '`') % 2);
    }

    [Theory]
    [InlineData("/sluice hold \u0663d it waits")]
    [InlineData("/sluice hold \uff13d it waits")]
    public void Digits_of_other_scripts_are_words_of_the_reason(string line) =>
        Assert.Null(Assert.IsType<Command.Hold>(Assert.Single(CommandReader.Read(line))).For);

    [Fact]
    public void A_reason_is_cut_where_it_would_run_away()
    {
        var hold = Assert.IsType<Command.Hold>(Assert.Single(CommandReader.Read("/sluice hold " + new string('x', 5000))));

        Assert.InRange(hold.Reason.Length, 500, 501);
    }

    [Fact]
    public void The_largest_comment_that_GitHub_allows_is_read_at_once()
    {
        var body = string.Concat(Enumerable.Repeat("a <!-- b\n", 7000)) + "\n/sluice queue";

        Assert.Equal([new Command.Queue(null)], CommandReader.Read(body));
    }

    [Fact]
    public async Task A_line_of_nothing_but_list_marks_is_read_at_once()
    {
        var body = string.Concat(Enumerable.Repeat("- ", 500_000)) + "\n\n/sluice queue";

        Assert.Equal([new Command.Queue(null)], await AtOnce(() => CommandReader.Read(body)));
    }

    [Fact]
    public async Task A_dependency_that_is_named_over_and_over_is_read_at_once()
    {
        var body = "Depends-On: " + string.Concat(Enumerable.Repeat("#1 ", 300_000));

        Assert.Equal([new Dependency(1, null)], await AtOnce(() => DependsOn.Read(body, "acme/shop")));
    }

    [Theory]
    [InlineData(498)]
    [InlineData(499)]
    [InlineData(500)]
    public void A_long_reason_is_cut_and_no_character_in_halves(int before)
    {
        var pause = Assert.IsType<Command.Pause>(
            Assert.Single(CommandReader.Read($"/sluice pause {new string('a', before)}\U0001F600\U0001F600 more"))
        );

        Assert.InRange(pause.Reason.Length, 500, 501);
        Assert.Equal(pause.Reason, Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(pause.Reason)));
    }

    private static Task<T> AtOnce<T>(Func<T> read) =>
        Task.Run(read, TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
}
