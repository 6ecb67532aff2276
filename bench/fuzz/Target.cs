namespace Sluice.Bench.Fuzz;

/// <summary>A reader of what strangers write.</summary>
/// <param name="Corpus">Good inputs to spoil.</param>
/// <param name="Words">Of the format.</param>
/// <param name="Read">Throws nothing, or what its caller expects of it and catches: everything else is a find.</param>
internal sealed record Target(string Name, IReadOnlyList<byte[]> Corpus, IReadOnlyList<byte[]> Words, Action<byte[]> Read);
