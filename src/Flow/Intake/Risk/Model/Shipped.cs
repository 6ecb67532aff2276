using System.Reflection;

namespace Sluice.Flow.Intake.Risk.Model;

/// <summary>The model that ships: what a repository starts from. The file beside this one is what the command in it makes.</summary>
public static class Shipped
{
    public static RiskModel Model { get; } = Read();

    private static RiskModel Read()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("risk/shipped.json")!;
        using var text = new StreamReader(stream);
        return ModelText.Read(text.ReadToEnd());
    }
}
