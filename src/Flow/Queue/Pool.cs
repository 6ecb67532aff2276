namespace Sluice.Flow.Queue;

/// <summary>Who may board a build now, in the order of service.</summary>
internal sealed class Pool
{
    /// <summary>Pulls looked at: those further behind are not worth the time.</summary>
    private const int Reach = 512;

    public Pool(Sketch sketch)
    {
        for (var place = 0; place < sketch.Count && Fresh.Count < Reach; place++)
        {
            if (!sketch.IsFree(place))
            {
                continue;
            }

            var pull = sketch.Pull(place);
            if (pull.Proof is { Doubted: false })
            {
                (pull.Bare ? Lone : Proven).Add(place);
            }
            else if (!sketch.Odds.Suspects(place))
            {
                var hazard = sketch.Odds.Hazard(place);
                if (pull.Bare || (pull.Proof is null && hazard > sketch.Knobs.RiskyHazard))
                {
                    Lone.Add(place);
                }
                else
                {
                    Fresh.Add(place);
                    Hazards.Add(hazard);
                    Hazard += hazard;
                }
            }
        }

        Unprobed = Probes.Unprobed(sketch);
        Groups = (Hazard / sketch.Knobs.GroupHazard) + Unprobed.Count;
        Saturated = Groups > Math.Max(1, sketch.FreeSlots) && sketch.Sight.BatchMax > sketch.Knobs.SmallBatch;
    }

    /// <summary>Never green, under no suspicion.</summary>
    public List<int> Fresh { get; } = [];

    public List<double> Hazards { get; } = [];

    public double Hazard { get; }

    /// <summary>Builds that it takes at least to find something out about everybody.</summary>
    public double Groups { get; }

    /// <summary>Were in a green build, and wait to land.</summary>
    public List<int> Proven { get; } = [];

    /// <summary>Others should not be stacked on them: too risky, or trouble wherever they were.</summary>
    public List<int> Lone { get; } = [];

    /// <summary>Red sets of which nothing tells more yet.</summary>
    public List<Observation> Unprobed { get; }

    /// <summary>There is more to find out than slots to do it: what counts is how much a build tells.</summary>
    public bool Saturated { get; }

    /// <summary>
    /// κ, raised until what is fresh falls into no more groups than there are free slots: who is flooded tests more at once.
    /// </summary>
    public double Kappa(Sketch sketch)
    {
        var kappa = sketch.Knobs.Kappa;
        for (var i = 0; i < 24 && Count(kappa, sketch.Knobs.GroupHazard) > Math.Max(1, sketch.FreeSlots); i++)
        {
            kappa *= 1.6;
        }

        return kappa;
    }

    private int Count(double kappa, double most)
    {
        int groups = 0,
            size = 0;
        var sum = 0.0;
        foreach (var hazard in Hazards)
        {
            if (size == 0 || (size + 1) * (sum + hazard) > kappa || sum + hazard > most)
            {
                groups++;
                size = 0;
                sum = 0;
            }

            size++;
            sum += hazard;
        }

        return groups;
    }
}
