namespace Sluice.Flow.Intake.Risk;

/// <summary>Kamei's features that history knows, as of the commit that a change forked from; new files have none.</summary>
/// <param name="Lt">Lines of its files before the change.</param>
/// <param name="Ndev">Developers who changed any of the files before.</param>
/// <param name="Age">Days since a file was last changed, in the mean.</param>
/// <param name="Nuc">Earlier changes of the files.</param>
/// <param name="Exp">Earlier changes by the author.</param>
/// <param name="Rexp">The same, each divided by its age in years, plus one.</param>
/// <param name="Sexp">Earlier changes by the author in the subsystems touched.</param>
public sealed record History(double Lt, double Ndev, double Age, double Nuc, double Exp, double Rexp, double Sexp);
