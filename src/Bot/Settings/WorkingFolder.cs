using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.FileProviders;

namespace Sluice.Bot.Settings;

/// <summary>
/// <c>appsettings.json</c> of the folder that the process was started in: after the defaults, before environment and command line.
/// </summary>
internal static class WorkingFolder
{
    public const string Name = "appsettings.json";

    /// <exception cref="SettingsException">It cannot be read.</exception>
    public static void Add(IConfigurationBuilder configuration, string folder)
    {
        var last = configuration.Sources.Select((source, index) => source is JsonConfigurationSource ? index : -1).DefaultIfEmpty(-1).Max();
        try
        {
            // It is read once: a watcher would watch all the folders below, whatever they are.
            configuration.Sources.Insert(
                last + 1,
                new JsonConfigurationSource
                {
                    FileProvider = new PhysicalFileProvider(folder),
                    Path = Name,
                    Optional = true,
                }
            );
        }
        catch (Exception fault) when (fault is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            var why = fault.GetBaseException() is JsonException json
                ? $"line {json.LineNumber + 1}: {json.Message.Split(" LineNumber")[0].Split(" Path:")[0]}"
                : fault.GetBaseException().Message;
            throw new SettingsException([$"{Path.Combine(folder, Name)} cannot be read: {why.ReplaceLineEndings(" ")}"]);
        }
    }
}
