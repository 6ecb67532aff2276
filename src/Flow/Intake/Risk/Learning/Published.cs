using System.Collections.Immutable;

namespace Sluice.Flow.Intake.Risk.Learning;

/// <summary>
/// What others published on the same table and split: Zeng et al., "Deep just-in-time defect prediction: how far are we?", ISSTA 2021
/// (ResultAnalysis/RQ4-T8/result.csv of ZZR0/ISSTA21-JIT-DP).
/// </summary>
public sealed record Published(string Name, ImmutableSortedDictionary<string, double> Auc)
{
    public static Row<Published> All { get; } =
    [
        Of("LApredict", qt: .7438, openstack: .7491, jdt: .6757, platform: .7461, gerrit: .7495, go: .6831),
        Of("DeepJIT", qt: .6927, openstack: .7132, jdt: .6701, platform: .7712, gerrit: .7025, go: .6891),
        Of("CC2Vec", qt: .6936, openstack: .7227, jdt: .6653, platform: .7613, gerrit: .6986, go: .6917),
    ];

    /// <summary>Whether a table's projects are those of the published one.</summary>
    public static bool IsAbout(IEnumerable<string> projects) => projects.Order(StringComparer.Ordinal).SequenceEqual(All[0].Auc.Keys);

    private static Published Of(string name, double qt, double openstack, double jdt, double platform, double gerrit, double go) =>
        new(
            name,
            ImmutableSortedDictionary.CreateRange(
                StringComparer.Ordinal,
                [
                    new("qt", qt),
                    new("openstack", openstack),
                    new("jdt", jdt),
                    new("platform", platform),
                    new("gerrit", gerrit),
                    new KeyValuePair<string, double>("go", go),
                ]
            )
        );
}
