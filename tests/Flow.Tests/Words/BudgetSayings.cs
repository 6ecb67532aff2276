using Sluice.Flow.Repo;

namespace Sluice.Flow.Tests.Words;

internal sealed class BudgetSayings : ISayings
{
    public IEnumerable<Saying> All() =>
        [
            Say("Keeps", BudgetWords.Keeps(BudgetLevel.Frozen, false)),
            Say("Keeps.Burning", BudgetWords.Keeps(BudgetLevel.Frozen, true)),
            Say("Keeps.Repairs", BudgetWords.Keeps(BudgetLevel.Repairs, false)),
            Say("Keeps.Careful", BudgetWords.Keeps(BudgetLevel.Careful, false)),
            Say("Level", BudgetWords.Level(BudgetLevel.Repairs, false)),
            Say("Level.Normal", BudgetWords.Level(BudgetLevel.Normal, false)),
            Say("Unknown", BudgetWords.Unknown("the source 'prod' answered 503")),
            Say("Spent", BudgetWords.Spent(12, 341.4, 0.0231)),
            Say("Spent.Unknown", BudgetWords.Spent(12, 341.4, null)),
        ];

    private static Saying Say(string name, string text) => new("BudgetWords." + name, text);
}
