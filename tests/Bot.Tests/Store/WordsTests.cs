using Sluice.Bot.Store;
using Sluice.Flow.Repo;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Tests.Store;

public sealed class WordsTests
{
    [Fact]
    public void Every_kind_of_fact_has_a_word_of_its_own() => EachHasItsWord(typeof(Fact), Words.Facts);

    [Fact]
    public void Every_kind_of_subject_has_a_word_of_its_own() => EachHasItsWord(typeof(Subject), Words.Subjects);

    [Fact]
    public void Words_that_are_stored_do_not_change() =>
        Assert.Equal(
            "advice aim answered branch budget canary_order check child comment composition deployment dispatch habits head_dropped head_moved inverse issue label landing_refused landing_taken lane_order no_pull own_head part permission policy pull reading reconciled rehearsal reland repository rerun_refused revert revert_refused review rules signature stack stands_for targets try via",
            string.Join(' ', Words.Facts.Values.Order(StringComparer.Ordinal))
        );

    private static void EachHasItsWord(Type parent, IReadOnlyDictionary<Type, string> words)
    {
        var kinds = parent.Assembly.GetTypes().Where(type => type.IsSubclassOf(parent)).OrderBy(type => type.Name).ToList();
        Assert.Equal(kinds, words.Keys.OrderBy(type => type.Name));
        Assert.Equal(kinds.Count, words.Values.Distinct().Count());
    }
}
