using System.Globalization;
using Sluice.Hub.Model;

namespace Sluice.Cli.Demo;

/// <summary>What a demo pull request is really like, which nobody tells the bot.</summary>
internal enum Truth
{
    Good,
    BreaksAlone,
    BreaksTogether,
    Conflicts,
    Flaky,
    BadInProduction,
    GrantsItself,
}

/// <summary>One pull request of the demo: who opens it, what it edits, and what it is really like.</summary>
/// <param name="With">Titles of those that it breaks or conflicts with.</param>
internal sealed record ScriptedPull(
    Player By,
    string Branch,
    string Title,
    string Body,
    IReadOnlyList<Edit> Edits,
    Truth Truth,
    string? With = null
);

/// <summary>Writes a file (From null), or replaces every occurrence of one text in it.</summary>
internal sealed record Edit(string Path, string? From, string To)
{
    public string Apply(string? before) =>
        From is null ? To
        : before is not null && before.Contains(From, StringComparison.Ordinal) ? before.Replace(From, To, StringComparison.Ordinal)
        : throw new InvalidOperationException($"{Path} does not hold '{From}'");
}

/// <summary>
/// The demo's pull requests: a fixed set of troublemakers among as many good ones as are asked for, in an order that the seed draws.
/// </summary>
internal static class Script
{
    /// <summary>So that every kind of trouble is among them.</summary>
    public const int Fewest = 24;

    public const int Most = 120;

    private static readonly string[] Goods =
    [
        "gift wrap",
        "loyalty points",
        "pallet freight",
        "student price",
        "carbon note",
        "weekend rate",
        "bulk price",
        "store pickup",
        "tip jar",
        "return fee",
        "insurance",
        "express",
        "bottle deposit",
        "coupon mail",
        "price match",
        "tax receipt",
        "bundle price",
        "welcome gift",
    ];

    public static IReadOnlyList<ScriptedPull> Of(int pulls, ulong seed)
    {
        var dice = new Dice(seed);
        var good = Enumerable.Range(0, Math.Max(pulls, Fewest) - Trouble.Count).Select(Good).ToList();
        var all = new List<ScriptedPull>(good);
        foreach (var trouble in Trouble)
        {
            all.Insert(dice.Between(all.Count / 4, all.Count), trouble);
        }

        return all;
    }

    private static ScriptedPull Good(int index)
    {
        var players = Cast.People.Concat(Cast.Agents).ToList();
        var by = players[index % players.Count];
        var name = Goods[index % Goods.Length] + (index < Goods.Length ? "" : $" {(index / Goods.Length) + 1}");
        var slug = name.Replace(' ', '_');
        var fee = ((index + 1) * 5).ToString(CultureInfo.InvariantCulture);
        return Pull(
            by,
            $"Add {name}",
            $"{char.ToUpperInvariant(name[0])}{name[1..]} for orders, {fee} cents each.",
            Truth.Good,
            null,
            new Edit(
                $"lib/{slug}.awk",
                null,
                $"# {name}: {fee} cents for each piece.\nfunction {slug}(quantity) {{ return quantity * {fee} }}\n"
            ),
            new Edit($"tests/{slug}.test", null, Test(slug, $"print {slug}(3)", ((index + 1) * 15).ToString(CultureInfo.InvariantCulture)))
        );
    }

    private static IReadOnlyList<ScriptedPull> Trouble { get; } =
    [
        Pull(
            Cast.Devin,
            "Round taxes down",
            "Rounding up overcharges by half a cent.",
            Truth.BreaksAlone,
            null,
            new Edit("lib/tax.awk", "/ 100 + 0.5)", "/ 100 - 0.5)")
        ),
        Pull(
            Cast.Cursor,
            "Serve orders without a country",
            "Some orders have no country.",
            Truth.BreaksAlone,
            null,
            new Edit("lib/serve.awk", "NF >= 4 {", "NF >= 3 {{")
        ),
        Pull(
            Cast.Ben,
            "Call whole cents to_cents",
            "The name says what it does.",
            Truth.BreaksTogether,
            "Charge for oversize",
            new Edit("lib/money.awk", "function cents(", "function to_cents("),
            new Edit("lib/serve.awk", "total = cents(", "total = to_cents(")
        ),
        Pull(
            Cast.Claude,
            "Charge for oversize",
            "Oversize parcels cost 9.50.",
            Truth.BreaksTogether,
            "Call whole cents to_cents",
            new Edit("lib/oversize.awk", null, "# Oversize parcels cost more.\nfunction oversize() { return cents(9.5) }\n"),
            new Edit("tests/oversize.test", null, Test("oversize", "print oversize()", "950"))
        ),
        Pull(
            Cast.Cleo,
            "Free shipping from 40",
            "Marketing asks for it.",
            Truth.Conflicts,
            "Free shipping from 60",
            new Edit("data/settings.conf", "free_shipping_from=5000", "free_shipping_from=4000")
        ),
        Pull(
            Cast.Copilot,
            "Free shipping from 60",
            "Shipping became dearer.",
            Truth.Conflicts,
            "Free shipping from 40",
            new Edit("data/settings.conf", "free_shipping_from=5000", "free_shipping_from=6000")
        ),
        Pull(
            Cast.Jules,
            "Test against the rates server",
            "Prices must follow the rates.",
            Truth.Flaky,
            null,
            new Edit(
                "tests/rates.test",
                null,
                "# The rates server is a network away.\n[ \"$CI_NETWORK\" != down ] || { echo \"rates server: connection timed out\"; exit 1; }\n"
            )
        ),
        Pull(
            Cast.Codex,
            "Look coupons up in the ledger",
            "Coupons are counted in production's ledger.",
            Truth.BadInProduction,
            null,
            new Edit(
                "lib/discount.awk",
                "function discount(total, coupon) {",
                "function discount(total, coupon,    ledger) {\n  ledger = ENVIRON[\"SHOP_LEDGER\"]\n  if (ledger != \"\" && coupon != \"\" && (getline line < ledger) < 0) failed = 1\n  "
            ),
            new Edit("lib/serve.awk", "  return \"200 \"", "  if (failed) { failed = 0; return \"500 0\" }\n  return \"200 \"")
        ),
        Pull(
            Cast.Devin,
            "Speed up the release process",
            "Approvals slow agents down.",
            Truth.GrantsItself,
            null,
            new Edit(
                ".github/sluice.yml",
                "approvals: { low: 0, medium: 1, high: 1, agent: 1 }",
                "approvals: { low: 0, medium: 0, high: 0, agent: 0 }"
            ),
            new Edit(".github/sluice.yml", "version: 1\nqueue:\n", "version: 1\nqueue:\n  admit: [auto]\n")
        ),
    ];

    private static ScriptedPull Pull(Player by, string title, string says, Truth truth, string? with, params Edit[] edits) =>
        new(by, by.BranchPrefix + title.ToLowerInvariant().Replace(' ', '-'), title, by.Body(says), edits, truth, with);

    private static string Test(string name, string program, string expected) =>
        $"answer=$(printf 'BEGIN {{ {program} }}' | awk -f \"$HERE/lib/money.awk\" -f \"$HERE/lib/{name}.awk\" -f -)\n"
        + $"[ \"$answer\" = \"{expected}\" ] || {{ echo \"expected {expected}, got $answer\"; exit 1; }}\n";
}
