namespace Sluice.Hub.Model;

/// <summary>Labels of repositories, and putting them on pulls.</summary>
public sealed class Labelling(World world)
{
    private const int MostPerPull = 100;
    private const int LongestName = 50;
    private const int LongestDescription = 100;

    public Answer<Label> Create(Caller caller, Repository repository, string name, string? color = null, string? description = null)
    {
        if (Talking.Refuses(caller, repository, Role.Write) is { } refusal)
            return refusal;
        if (Refuses(name, color, description) is { } invalid)
            return invalid;
        if (repository.Labels.ContainsKey(name))
            return Refusal.Invalid("Label", "name", "already_exists");
        return Add(repository, name, caller.Who, color, description);
    }

    public Answer<Label> Edit(Caller caller, Repository repository, Label label, string? name, string? color, string? description)
    {
        if (Talking.Refuses(caller, repository, Role.Write) is { } refusal)
            return refusal;
        if (Refuses(name ?? label.Name, color, description) is { } invalid)
            return invalid;
        if (name is not null && repository.Labels.TryGetValue(name, out var other) && other != label)
            return Refusal.Invalid("Label", "name", "already_exists");
        if (name is not null && name != label.Name)
            Rename(repository, label, name);
        label.Color = color ?? label.Color;
        label.Description = description ?? label.Description;
        world.Emit(new WorldEvent.LabelChange("edited", repository, label, caller.Who));
        return label;
    }

    public Refusal? Delete(Caller caller, Repository repository, Label label)
    {
        if (Talking.Refuses(caller, repository, Role.Write) is { } refusal)
            return refusal;
        foreach (var pull in repository.Pulls.Values)
            pull.Labels.Remove(label.Name);
        repository.Labels.Remove(label.Name);
        world.Emit(new WorldEvent.LabelChange("deleted", repository, label, caller.Who));
        return null;
    }

    /// <summary>Puts labels on, making those that the repository lacks.</summary>
    public Answer<Pull> Put(Caller caller, Pull pull, IReadOnlyCollection<string> names)
    {
        if (Talking.Refuses(caller, pull.Repository, Role.Triage) is { } refusal)
            return refusal;
        if (Refuses(pull, names, pull.Labels.Keys) is { } invalid)
            return invalid;
        foreach (var name in names)
            PutOn(pull, name, caller.Who);
        return pull;
    }

    /// <summary>Leaves exactly these labels on.</summary>
    public Answer<Pull> Set(Caller caller, Pull pull, IReadOnlyCollection<string> names)
    {
        if (Talking.Refuses(caller, pull.Repository, Role.Triage) is { } refusal)
            return refusal;
        if (Refuses(pull, names, []) is { } invalid)
            return invalid;
        var wanted = new SortedSet<string>(names, StringComparer.OrdinalIgnoreCase);
        foreach (var gone in pull.Labels.Values.Where(l => !wanted.Contains(l.Name)).ToArray())
            TakeOff(pull, gone, caller.Who);
        foreach (var name in wanted)
            PutOn(pull, name, caller.Who);
        return pull;
    }

    public Answer<Pull> Take(Caller caller, Pull pull, string name)
    {
        if (Talking.Refuses(caller, pull.Repository, Role.Triage) is { } refusal)
            return refusal;
        if (!pull.Labels.TryGetValue(name, out var label))
            return new Refusal(404, "Label does not exist");
        TakeOff(pull, label, caller.Who);
        return pull;
    }

    private static Refusal? Refuses(Pull pull, IReadOnlyCollection<string> names, IEnumerable<string> kept)
    {
        foreach (var name in names)
        {
            if (Refuses(name, null, null) is { } invalid)
                return invalid;
        }

        var all = new SortedSet<string>(names.Concat(kept), StringComparer.OrdinalIgnoreCase);
        return all.Count > MostPerPull && all.Count > pull.Labels.Count
            ? Refusal.Invalid("Issue", "labels", "custom", $"Issues cannot have more than {MostPerPull} labels")
            : null;
    }

    private static Refusal? Refuses(string name, string? color, string? description)
    {
        if (name.Trim().Length == 0)
            return Refusal.Invalid("Label", "name", "missing_field");
        if (name.Length > LongestName)
            return Refusal.Invalid("Label", "name", "custom", $"name is too long (maximum is {LongestName} characters)");
        if (color is not null && (color.Length != 6 || !color.All(char.IsAsciiHexDigit)))
            return Refusal.Invalid("Label", "color", "invalid");
        return description?.Length > LongestDescription
            ? Refusal.Invalid("Label", "description", "custom", $"description is too long (maximum is {LongestDescription} characters)")
            : null;
    }

    private static void Rename(Repository repository, Label label, string name)
    {
        var old = label.Name;
        label.Name = name;
        repository.Labels.Remove(old);
        repository.Labels.Add(name, label);
        foreach (var pull in repository.Pulls.Values.Where(p => p.Labels.ContainsKey(old)))
        {
            pull.Labels.Remove(old);
            pull.Labels.Add(name, label);
        }
    }

    private Label Add(Repository repository, string name, Account by, string? color, string? description)
    {
        var label = new Label(world.NextId(), name) { Color = color ?? "ededed", Description = description };
        repository.Labels.Add(name, label);
        world.Emit(new WorldEvent.LabelChange("created", repository, label, by));
        return label;
    }

    private void PutOn(Pull pull, string name, Account by)
    {
        if (pull.Labels.ContainsKey(name))
            return;
        var label = pull.Repository.Labels.GetValueOrDefault(name) ?? Add(pull.Repository, name, by, null, null);
        pull.Labels.Add(label.Name, label);
        Told(pull, label, by, isAdded: true);
    }

    private void TakeOff(Pull pull, Label label, Account by)
    {
        pull.Labels.Remove(label.Name);
        Told(pull, label, by, isAdded: false);
    }

    private void Told(Pull pull, Label label, Account by, bool isAdded)
    {
        pull.UpdatedAt = world.Now;
        pull.LabelEvents.Add(new LabelEvent(world.NextId(), isAdded, label, by, world.Now));
        world.Emit(new WorldEvent.PullRequest(isAdded ? "labeled" : "unlabeled", pull, by) { Label = label });
    }
}
