using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Sluice.Flow.Intake.Risk.Model;

/// <summary>
/// A model as a file that people can read: JSON with one tree a line, a split written as <c>["la", 12, up to 12, above]</c> and a leaf as
/// the number that it adds to the log odds.
/// </summary>
public static class ModelText
{
    public const int Version = 1;

    public static string Write(RiskModel model)
    {
        var text = new StringBuilder("{\n");
        text.Append(CultureInfo.InvariantCulture, $"  \"version\": {Version},\n");
        text.Append(CultureInfo.InvariantCulture, $"  \"made_by\": {Quoted(model.MadeBy)},\n");
        text.Append(CultureInfo.InvariantCulture, $"  \"trained_on\": {Quoted(model.TrainedOn)},\n");
        text.Append(CultureInfo.InvariantCulture, $"  \"bad_share\": {Number(model.BadShare)},\n");
        text.Append("  \"usual\": {")
            .AppendJoin(", ", model.Usual.Select((value, feature) => $"{Quoted(Kamei.Names[feature])}: {Number(value)}"))
            .Append("},\n");
        Write(text, "  ", "sizes", model.Sizes);
        if (model.History is { } history)
        {
            Write(text.Append(",\n"), "  ", "history", history);
        }

        text.Append(",\n  \"own\": [");
        foreach (var (own, index) in model.Own.Select((own, index) => (own, index)))
        {
            text.Append(index > 0 ? "," : "").Append("\n    {\n");
            text.Append(
                CultureInfo.InvariantCulture,
                $"      \"project\": {Quoted(own.Project)},\n      \"bad_share\": {Number(own.BadShare)},\n"
            );
            text.Append(
                CultureInfo.InvariantCulture,
                $"      \"low_under\": {Number(own.Bands.LowUnder)},\n      \"high_over\": {Number(own.Bands.HighOver)},\n"
            );
            Write(text, "      ", "sizes", own.Sizes);
            if (own.History is { } ofOwn)
            {
                Write(text.Append(",\n"), "      ", "history", ofOwn);
            }

            text.Append("\n    }");
        }

        return text.Append("]\n}\n").ToString();
    }

    /// <exception cref="FormatException">It is no model, or one of another version; the message says what is wrong.</exception>
    public static RiskModel Read(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            var root = json.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
            {
                throw No("it is no JSON object");
            }

            if (Of(root, "version").GetDouble() is var version && version != Version)
            {
                throw No(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"version {version}, but this program reads version {Version}: train it anew"
                    )
                );
            }

            var usual = Row.Of<double>([
                .. Kamei.Names.Select(name => Of(root, "usual").TryGetProperty(name, out var value) ? value.GetDouble() : 0),
            ]);
            return new RiskModel(
                Of(root, "made_by").GetString()!,
                Of(root, "trained_on").GetString()!,
                Of(root, "bad_share").GetDouble(),
                usual,
                Sizes(root),
                History(root),
                [.. Of(root, "own").EnumerateArray().Select(Own)]
            );
        }
        catch (JsonException fault)
        {
            throw No("it is no JSON", fault);
        }
        catch (InvalidOperationException fault)
        {
            throw No("a value in it is of another kind", fault);
        }
    }

    private static FormatException No(string why, Exception? cause = null) => new($"no model as \"risk train\" writes it: {why}", cause);

    private static JsonElement Of(JsonElement from, string name) =>
        from.TryGetProperty(name, out var value) ? value : throw No($"\"{name}\" is missing");

    private static void Write(StringBuilder text, string indent, string name, Stage stage)
    {
        text.Append(
            CultureInfo.InvariantCulture,
            $"{indent}\"{name}\": {{\n{indent}  \"intercept\": {Number(stage.Intercept)},\n{indent}  \"trees\": ["
        );
        foreach (var (tree, index) in stage.Trees.Select((tree, index) => (tree, index)))
        {
            Write(text.Append(index > 0 ? "," : "").Append(CultureInfo.InvariantCulture, $"\n{indent}    "), tree);
        }

        text.Append(CultureInfo.InvariantCulture, $"]\n{indent}}}");
    }

    private static void Write(StringBuilder text, Tree tree)
    {
        if (tree is Tree.Split split)
        {
            text.Append(CultureInfo.InvariantCulture, $"[\"{Kamei.Names[split.Feature]}\", {Number(split.At)}, ");
            Write(text, split.UpTo);
            Write(text.Append(", "), split.Above);
            text.Append(']');
        }
        else
        {
            text.Append(Number(((Tree.Leaf)tree).Adds));
        }
    }

    private static OwnStages Own(JsonElement own) =>
        new(
            Of(own, "project").GetString()!,
            Of(own, "bad_share").GetDouble(),
            new Bands(Of(own, "low_under").GetDouble(), Of(own, "high_over").GetDouble()),
            Sizes(own),
            History(own)
        );

    private static Stage Sizes(JsonElement of) => ReadStage(Of(of, "sizes"), Kamei.Sizes);

    private static Stage? History(JsonElement of) =>
        of.TryGetProperty("history", out var history) ? ReadStage(history, Kamei.Names.Count) : null;

    private static Stage ReadStage(JsonElement stage, int features) =>
        new(
            features,
            Of(stage, "intercept").GetDouble(),
            [.. Of(stage, "trees").EnumerateArray().Select(tree => ReadTree(tree, features))]
        );

    private static Tree ReadTree(JsonElement tree, int features)
    {
        if (tree.ValueKind == JsonValueKind.Number)
        {
            return new Tree.Leaf(tree.GetDouble());
        }

        var name = tree.EnumerateArray().FirstOrDefault() is { ValueKind: JsonValueKind.String } named ? named.GetString()! : "";
        var feature = Kamei.Names.Take(features).ToList().IndexOf(name);
        return tree.GetArrayLength() == 4 && feature >= 0
            ? new Tree.Split(feature, tree[1].GetDouble(), ReadTree(tree[2], features), ReadTree(tree[3], features))
            : throw No($"{tree.GetRawText()} is no split: write [feature, number, up to it, above it]");
    }

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Quoted(string text) => JsonSerializer.Serialize(text);
}
