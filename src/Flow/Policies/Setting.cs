namespace Sluice.Flow.Policies;

/// <summary>One key of sluice.yml and what it has, whether it was written or is the default.</summary>
/// <param name="Key">With all above it: <c>queue.batch.max</c>, <c>canary.metrics[0].name</c>.</param>
/// <param name="Value">As it would be written.</param>
public sealed record Setting(string Key, string Value);

/// <summary>One key that would have something else.</summary>
/// <param name="Now">Null: there is no such key, for nothing asks for it.</param>
/// <param name="Then">Null: there would be none.</param>
public sealed record SettingChange(string Key, string? Now, string? Then)
{
    /// <summary>What differs, in the order of the later ones; what only the earlier ones have comes last.</summary>
    public static Row<SettingChange> Between(Row<Setting> now, Row<Setting> then)
    {
        var (before, after) = (ByKey(now), ByKey(then));
        return
        [
            .. then.Where(setting => before.GetValueOrDefault(setting.Key) != setting.Value)
                .Select(setting => new SettingChange(setting.Key, before.GetValueOrDefault(setting.Key), setting.Value)),
            .. now.Where(setting => !after.ContainsKey(setting.Key)).Select(setting => new SettingChange(setting.Key, setting.Value, null)),
        ];
    }

    private static SortedDictionary<string, string> ByKey(Row<Setting> settings) =>
        new(settings.ToDictionary(setting => setting.Key, setting => setting.Value), StringComparer.Ordinal);
}
