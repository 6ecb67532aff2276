using Microsoft.AspNetCore.Builder;
using Sluice.Bot.Settings;

namespace Sluice.Bot.Tests.Settings;

public sealed class WorkingFolderTests : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("sluice-cwd-").FullName;

    [Fact]
    public void The_file_is_read_and_the_command_line_goes_before_it()
    {
        Write("""{ "GitHub": { "ApiUrl": "https://file.example", "WebUrl": "https://file.example" } }""");
        var builder = WebApplication.CreateBuilder(["--GitHub:ApiUrl=https://line.example"]);
        WorkingFolder.Add(builder.Configuration, _path);

        Assert.Equal(
            ("https://line.example", "https://file.example"),
            (builder.Configuration["GitHub:ApiUrl"], builder.Configuration["GitHub:WebUrl"])
        );
    }

    [Fact]
    public void Without_the_file_nothing_is_amiss()
    {
        var builder = WebApplication.CreateBuilder();
        WorkingFolder.Add(builder.Configuration, _path);

        Assert.Null(builder.Configuration["GitHub:ApiUrl"]);
    }

    [Fact]
    public void A_key_of_the_file_that_is_none_is_named_with_the_file()
    {
        Write("""{ "Database": { "Url": "x" } }""");
        var builder = WebApplication.CreateBuilder();
        WorkingFolder.Add(builder.Configuration, _path);

        Assert.Contains(
            "Database__Url: there is no such setting (in appsettings.json).",
            Assert.Throws<SettingsException>(() => SettingsReader.Read(builder.Configuration)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_file_that_is_no_JSON_is_named_with_its_line()
    {
        Write("{\n  \"GitHub\": nonsense\n}");
        var fault = Assert.Throws<SettingsException>(() => WorkingFolder.Add(WebApplication.CreateBuilder().Configuration, _path));

        Assert.StartsWith($"{Path.Combine(_path, "appsettings.json")} cannot be read: line 2", fault.Message, StringComparison.Ordinal);
        Assert.Single(fault.Message.Split('\n'));
    }

    public void Dispose() => Directory.Delete(_path, recursive: true);

    private void Write(string text) => File.WriteAllText(Path.Combine(_path, "appsettings.json"), text);
}
