using Sluice.Flow.Policies.Yaml;

namespace Sluice.Flow.Policies;

/// <summary>Reads an entry of <c>freeze</c>, of the queue or of the canary.</summary>
internal static class FreezeSection
{
    public static Freeze Read(Fields fields)
    {
        var cron = fields.Required("cron", "five fields, such as \"0 17 * * FRI\"");
        if (cron.Length > 0 && Cron.Read(cron, out var why) is null)
        {
            fields.Contradiction("cron", why);
        }

        var zone = fields.Text("zone", "UTC", 100);
        // The system takes a name for a path below its zones: a stranger's text must not have it open whatever file that leads to.
        if (!IsZoneName(zone) || !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
        {
            fields.Contradiction("zone", $"{Node.Show(zone)} is no time zone known here: write UTC or a name such as Europe/Berlin");
        }

        fields.Needs("for", "how long it is frozen, such as 63h");
        var freeze = new Freeze(
            cron,
            zone,
            fields.Duration("for", TimeSpan.FromHours(1), TimeSpan.FromMinutes(1), TimeSpan.FromDays(31)),
            fields.Known("except", [.. QueueSection.Labels, "revert", "urgent"]),
            fields.Text("reason", "a freeze", 200)
        );
        fields.Done();
        return freeze;
    }

    private static bool IsZoneName(string zone) =>
        zone.Split('/')
            .All(part => part.Length > 0 && part.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-' or '+'));
}
