using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Sluice.Flow.Tests.Tidy;

namespace Sluice.Bot.Tests.Tidy;

/// <summary>The arrows again, as the compiler left them: what each assembly really refers to.</summary>
public sealed class AssembliesTests
{
    [Theory]
    [InlineData("Sluice.Flow", "")]
    [InlineData("Sluice.Hub", "")]
    [InlineData("Sluice.Turns", "Sluice.Flow")]
    [InlineData("Sluice.Bot", "Sluice.Flow Sluice.Turns")]
    [InlineData("Sluice.Sim", "Sluice.Bot Sluice.Flow Sluice.Hub Sluice.Turns")]
    [InlineData("sluice", "Sluice.Bot Sluice.Flow Sluice.Hub Sluice.Sim Sluice.Turns")]
    public void An_assembly_refers_to_its_neighbours_only(string assembly, string neighbours) =>
        House.HasNo(
            References(assembly)
                .Where(name => name.StartsWith("Sluice.", StringComparison.Ordinal) && !neighbours.Split(' ').Contains(name))
                .Select(name => $"{assembly} refers to {name}")
        );

    [Theory]
    [InlineData("Sluice.Flow", "System. YamlDotNet")]
    [InlineData("Sluice.Turns", "System. Sluice.Flow Microsoft.Extensions.Logging.Abstractions")]
    public void The_rules_and_the_turn_know_no_web_no_database_and_no_scheduler(string assembly, string allowed) =>
        House.HasNo(
            References(assembly)
                .Where(name => !allowed.Split(' ').Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal)))
                .Select(name => $"{assembly} refers to {name}")
        );

    [Fact]
    public void The_simulation_knows_of_the_hub_its_model_and_git_and_none_of_its_faces() =>
        House.HasNo(
            Read("Sluice.Sim", reader => Names(reader, "Sluice.Hub"))
                .Where(name =>
                    !name.StartsWith("Sluice.Hub.Model.", StringComparison.Ordinal)
                    && !name.StartsWith("Sluice.Hub.Git.", StringComparison.Ordinal)
                )
                .Select(name => $"Sim uses {name}")
        );

    private static List<string> References(string assembly) =>
        Read(
            assembly,
            reader => reader.AssemblyReferences.Select(handle => reader.GetString(reader.GetAssemblyReference(handle).Name)).ToList()
        );

    /// <summary>Full names of the types that come from one assembly.</summary>
    private static List<string> Names(MetadataReader reader, string source) =>
        [
            .. from handle in reader.TypeReferences
            let type = reader.GetTypeReference(handle)
            where type.ResolutionScope.Kind == HandleKind.AssemblyReference
            where reader.GetString(reader.GetAssemblyReference((AssemblyReferenceHandle)type.ResolutionScope).Name) == source
            select $"{reader.GetString(type.Namespace)}.{reader.GetString(type.Name)}",
        ];

    private static List<string> Read(string assembly, Func<MetadataReader, List<string>> read)
    {
        using var file = new PEReader(File.OpenRead(Path.Combine(AppContext.BaseDirectory, assembly + ".dll")));
        return read(file.GetMetadataReader());
    }
}
