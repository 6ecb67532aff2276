using System.Globalization;
using Sluice.Flow;

namespace Sluice.Sim.Queues;

/// <summary>The fields of one line of a trace, in the order of the columns.</summary>
internal sealed class TraceFields(int line, string[] fields, List<TraceFault> faults)
{
    private static readonly string[] Origins = ["human", "agent", "automation"];

    public TraceRow Read() =>
        new(
            line,
            new Change(
                Number("number", fields[0]),
                Arrival(),
                Text("author", fields[2]),
                Origin(),
                Risk(),
                Parts(fields[5]).ToRow(),
                Bad(),
                Parts(fields[7]).Select(part => Number("conflicts", part)).Distinct().Order().ToRow()
            )
        );

    private static string[] Parts(string field) => field.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private int Number(string column, string field)
    {
        if (!int.TryParse(field, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number == 0)
        {
            Wrong(column, field, "a pull request's number, 1 or more");
        }

        return number;
    }

    private double Arrival()
    {
        if (
            !double.TryParse(fields[1], NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)
            || !double.IsFinite(seconds)
            || seconds is < 0 or > 1e10
        )
        {
            Wrong("arrival_s", fields[1], "seconds from the start, 0 or more");
        }

        return seconds;
    }

    private string Text(string column, string field)
    {
        if (field.Length == 0)
        {
            Wrong(column, field, "a name");
        }

        return field;
    }

    private string Origin()
    {
        if (!Origins.Contains(fields[3]))
        {
            var meant = Nearest.To(fields[3], Origins);
            Wrong("origin", fields[3], $"human, agent or automation{(meant is null ? "" : $": did you mean {meant}?")}");
        }

        return fields[3];
    }

    private double Risk()
    {
        if (!double.TryParse(fields[4], NumberStyles.Float, CultureInfo.InvariantCulture, out var risk) || risk is not (> 0 and < 1))
        {
            Wrong("risk", fields[4], "a probability above 0 and below 1: nothing is ever certain");
        }

        return risk;
    }

    private bool Bad()
    {
        if (fields[6] is not ("0" or "1"))
        {
            Wrong("bad", fields[6], "0 or 1");
        }

        return fields[6] == "1";
    }

    private void Wrong(string column, string field, string right) =>
        faults.Add(new TraceFault(line, $"{column} {(field.Length == 0 ? "is missing" : $"cannot be \"{field}\"")}: write {right}"));
}
