using Sluice.Bot.Doctor;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Sluice.Bot.Setup.Steps;

/// <summary>
/// A workflow's text with pushes to the queue's branches among what it runs for, and everything else, comments too, as it was.
/// </summary>
internal static class Widening
{
    private const string Items = "'sluice/queue/**', 'sluice/try/**'";

    /// <summary>Branches such as the queue pushes.</summary>
    private static readonly string[] Tested = ["sluice/queue/main/1", "sluice/try/1"];

    public static bool IsWide(string workflow) => Tested.All(branch => PushTriggers.RunsFor(workflow, branch) == true);

    /// <summary>Null: how is not plain, and a person has to do it.</summary>
    public static string? Of(string workflow) =>
        PushTriggers.On(workflow) is { } on && Edit(workflow, on) is { } widened && IsWide(widened) ? widened : null;

    private static string? Edit(string text, YamlNode on) =>
        on switch
        {
            YamlScalarNode { Value: { Length: > 0 } one } => Block(text, on, (int)on.End.Index, [one]),
            YamlSequenceNode { Style: SequenceStyle.Flow, Children: [.., YamlScalarNode last] } many => Block(
                text,
                on,
                text.IndexOf(']', (int)last.End.Index) + 1,
                [.. PushTriggers.Texts(many)]
            ),
            YamlMappingNode { Children.Count: > 0 } map => PushTriggers.Child(map, "push") switch
            {
                null => First(text, map, "push", deep: true),
                YamlMappingNode { Children.Count: > 0 } push => Pushed(text, push),
                _ => null,
            },
            _ => null,
        };

    /// <summary>Instead of a word or a list of words.</summary>
    private static string Block(string text, YamlNode on, int end, string[] events)
    {
        var lines = string.Concat(events.Where(name => name != "push").Select(name => $"\n  {name}:"));
        return $"{text[..(int)on.Start.Index].TrimEnd(' ')}{lines}\n  push:\n    branches: [{Items}]{text[end..]}";
    }

    private static string? Pushed(string text, YamlMappingNode push) =>
        PushTriggers.Child(push, "branches") switch
        {
            YamlSequenceNode { Style: SequenceStyle.Flow, Children: [.., var last] } => Put(text, (int)last.End.Index, $", {Items}"),
            YamlSequenceNode { Style: SequenceStyle.Flow } none => Put(text, (int)none.Start.Index + 1, Items),
            YamlSequenceNode { Children: [.., var last] } block => Put(text, LineEnd(text, (int)last.End.Index), Lines(block)),
            YamlScalarNode { Value: { Length: > 0 } } one =>
                $"{text[..(int)one.Start.Index]}[{text[(int)one.Start.Index..(int)one.End.Index]}, {Items}]{text[(int)one.End.Index..]}",
            null when PushTriggers.Child(push, "branches-ignore") is null => First(text, push, "branches", deep: false),
            _ => null,
        };

    /// <summary>Before what stands first in a mapping, in its manner.</summary>
    private static string First(string text, YamlMappingNode map, string key, bool deep)
    {
        if (map.Style == MappingStyle.Flow)
        {
            return Put(text, (int)map.Start.Index + 1, deep ? $" {key}: {{ branches: [{Items}] }}," : $" {key}: [{Items}],");
        }

        var (at, indent) = ((int)map.Children[0].Key.Start.Index, new string(' ', (int)map.Children[0].Key.Start.Column - 1));
        return Put(text, at, deep ? $"{key}:\n{indent}  branches: [{Items}]\n{indent}" : $"{key}: [{Items}]\n{indent}");
    }

    private static string Lines(YamlSequenceNode block)
    {
        var indent = new string(' ', (int)block.Start.Column - 1);
        return $"\n{indent}- 'sluice/queue/**'\n{indent}- 'sluice/try/**'";
    }

    private static int LineEnd(string text, int from) =>
        text.IndexOf('\n', from) is >= 0 and var end ? (text[end - 1] == '\r' ? end - 1 : end) : text.Length;

    private static string Put(string text, int at, string what) => text[..at] + what + text[at..];
}
