using System.Text.Json;
using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace Sluice.Flow.Tests.Tidy;

/// <summary>No CI of ours has a container engine: so what the image's files name is held against what is there.</summary>
public sealed partial class PackagingTests
{
    private static readonly string[] Dockerfile = House.Read("Dockerfile").Replace("\\\n", " ", StringComparison.Ordinal).Split('\n');

    private static readonly string Fly = House.Read("fly.toml");

    private static readonly YamlMappingNode Compose = Yaml("compose.yaml");

    [Fact]
    public void Everything_that_the_image_copies_is_there_and_is_sent_to_the_builder()
    {
        var sent = House.Lines(".dockerignore").Where(line => line.StartsWith('!')).Select(line => line[1..]).ToArray();
        var copied = Instructions("COPY")
            .Where(copy => !copy.StartsWith("--from", StringComparison.Ordinal))
            .SelectMany(copy => copy.Split(' ')[..^1])
            .ToArray();

        Assert.NotEmpty(copied);
        Assert.All(copied, path => Assert.True(House.Has(path), $"COPY {path}: no such path"));
        Assert.All(copied, path => Assert.Contains(path.TrimStart('.', '/'), sent.Select(name => name.TrimStart('.', '/'))));
    }

    [Fact]
    public void The_image_gets_all_that_the_build_reads()
    {
        var copied = string.Join(' ', Instructions("COPY"));

        Assert.All(
            House.Files.Where(path =>
                !path.Contains('/', StringComparison.Ordinal)
                && (path.StartsWith("Directory.", StringComparison.Ordinal) || path is "global.json" or ".editorconfig")
            ),
            path => Assert.Contains(path, copied, StringComparison.Ordinal)
        );
    }

    [Fact]
    public void The_image_publishes_the_project_whose_binary_it_starts()
    {
        var project = PublishedProject().Match(string.Join('\n', Instructions("RUN"))).Groups["path"].Value;
        var entry = Words(Assert.Single(Instructions("ENTRYPOINT")));

        Assert.Equal("src/Cli", project);
        Assert.Equal(["sluice"], entry);
        Assert.Contains("<AssemblyName>sluice</AssemblyName>", House.Read("src/Cli/Cli.csproj"), StringComparison.Ordinal);
        Assert.Contains(
            "/app /app",
            Assert.Single(Instructions("COPY"), copy => copy.StartsWith("--from", StringComparison.Ordinal)),
            StringComparison.Ordinal
        );
        Assert.Contains("PATH=/app:$PATH", Assert.Single(Instructions("ENV")), StringComparison.Ordinal);
    }

    [Fact]
    public void The_image_serves_as_nobody_in_particular_on_its_own_volume()
    {
        Assert.Equal(["serve"], Words(Assert.Single(Instructions("CMD"))));
        Assert.Equal("$APP_UID", Assert.Single(Instructions("USER")));
        Assert.Equal("/data", Assert.Single(Instructions("VOLUME")));
        Assert.Contains("Data__Path=/data", Assert.Single(Instructions("ENV")), StringComparison.Ordinal);
        Assert.Matches(@"install .*--owner=\$APP_UID .*/data", string.Join('\n', Instructions("RUN")));
        Assert.Matches(@"apt-get install .*\bgit\b", string.Join('\n', Instructions("RUN")));
    }

    [Fact]
    public void Every_place_that_names_the_port_names_the_same()
    {
        Assert.Equal("8080", Assert.Single(Instructions("EXPOSE")));
        Assert.Contains("ASPNETCORE_URLS=http://0.0.0.0:8080", Assert.Single(Instructions("ENV")), StringComparison.Ordinal);
        Assert.Contains("http://127.0.0.1:8080/healthz", Assert.Single(Instructions("HEALTHCHECK")), StringComparison.Ordinal);
        Assert.Contains("internal_port = 8080", Fly, StringComparison.Ordinal);
        Assert.Contains("ASPNETCORE_URLS = \"http://0.0.0.0:8080\"", Fly, StringComparison.Ordinal);
        Assert.Equal("127.0.0.1:8080:8080", Text(At(Compose, "services", "bot", "ports", "0")));
    }

    [Fact]
    public void Compose_waits_for_a_database_that_says_it_is_well()
    {
        Assert.Equal("service_healthy", Text(At(Compose, "services", "bot", "depends_on", "database", "condition")));
        Assert.Equal("pg_isready", Text(At(Compose, "services", "database", "healthcheck", "test", "1")));
        Assert.True(int.Parse(Text(At(Compose, "services", "database", "image")).Split(':')[1], null) >= 15);
        Assert.StartsWith(
            "Host=database;",
            Text(At(Compose, "services", "bot", "environment", "Database__ConnectionString")),
            StringComparison.Ordinal
        );
        Assert.True(House.Has(Text(At(Compose, "services", "bot", "build")) + "/Dockerfile"));
    }

    [Fact]
    public void Each_volume_that_Compose_mounts_is_declared_and_the_bot_s_is_where_the_image_keeps_its_data()
    {
        var declared = ((YamlMappingNode)At(Compose, "volumes")).Children.Keys.Select(Text).ToArray();
        string[] mounted =
        [
            Text(At(Compose, "services", "bot", "volumes", "0")),
            Text(At(Compose, "services", "database", "volumes", "0")),
        ];

        Assert.All(mounted, mount => Assert.Contains(mount.Split(':')[0], declared));
        Assert.Equal("data:/data", mounted[0]);
    }

    [Fact]
    public void Fly_runs_two_machines_with_a_volume_and_checks_that_they_are_well()
    {
        Assert.Contains("dockerfile = \"Dockerfile\"", Fly, StringComparison.Ordinal);
        Assert.Contains("min_machines_running = 2", Fly, StringComparison.Ordinal);
        Assert.Contains("destination = \"/data\"", Fly, StringComparison.Ordinal);
        Assert.Contains("Data__Path = \"/data\"", Fly, StringComparison.Ordinal);
        Assert.Contains("auto_stop_machines = \"off\"", Fly, StringComparison.Ordinal);
        Assert.Equal(
            ["/healthz", "/readyz"],
            CheckedPath().Matches(Fly).Select(match => match.Groups["path"].Value).Order(StringComparer.Ordinal)
        );
    }

    [Theory]
    [InlineData("/healthz")]
    [InlineData("/readyz")]
    [InlineData("/webhooks")]
    public void Each_path_that_is_checked_or_called_is_one_that_the_process_answers(string path) =>
        Assert.Contains(
            House.Code,
            file =>
                file.StartsWith("src/Bot/", StringComparison.Ordinal)
                && MappedPath().Matches(House.Read(file)).Any(match => match.Groups["path"].Value == path)
        );

    [Theory]
    [InlineData("Dockerfile")]
    [InlineData("compose.yaml")]
    [InlineData("fly.toml")]
    [InlineData("docs/operating.md")]
    [InlineData("app-manifest/README.md")]
    public void Each_setting_that_is_named_is_one_that_there_is(string file)
    {
        var known = House.Read("docs/configuration.md");
        var named = Setting().Matches(House.Read(file)).Select(match => match.Value).Distinct().ToArray();

        Assert.NotEmpty(named);
        House.HasNo(
            named
                .Where(key => !known.Contains($"`{key}`", StringComparison.Ordinal))
                .Select(key => $"{file} names {key}, which docs/configuration.md does not know")
        );
    }

    [Fact]
    public void Each_setting_of_the_table_is_one_that_the_process_asks_for()
    {
        var asked = string.Join(
            '\n',
            House.Code.Where(path => path.StartsWith("src/Bot/Settings/", StringComparison.Ordinal)).Select(House.Read)
        );
        var rows = House.Lines("docs/configuration.md").Where(line => line.StartsWith("| `", StringComparison.Ordinal));
        var keys = rows.SelectMany(row => Setting().Matches(row.Split('|')[1]).Select(match => match.Value))
            .Where(key => key != "ASPNETCORE_URLS")
            .ToArray();

        Assert.InRange(keys.Length, 10, 99);
        House.HasNo(
            keys.Where(key => !asked.Contains(Asked(key), StringComparison.Ordinal))
                .Select(key => $"docs/configuration.md names {key}, which nothing reads")
        );
    }

    /// <summary>How the code spells a key; of one that holds a name, what stands after it.</summary>
    private static string Asked(string key) =>
        key.Contains("__NAME__", StringComparison.Ordinal)
            ? $":{key.Split("__")[^1]}\""
            : $"\"{key.Replace("__", ":", StringComparison.Ordinal)}\"";

    private static IEnumerable<string> Instructions(string name) =>
        Dockerfile.Where(line => line.StartsWith(name + " ", StringComparison.Ordinal)).Select(line => line[(name.Length + 1)..].Trim());

    private static string[] Words(string instruction) => JsonSerializer.Deserialize<string[]>(instruction)!;

    private static YamlMappingNode Yaml(string path)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(House.Read(path)));
        return (YamlMappingNode)stream.Documents[0].RootNode;
    }

    private static YamlNode At(YamlNode node, params string[] path) =>
        path.Aggregate(node, (at, name) => at is YamlSequenceNode sequence ? sequence[int.Parse(name, null)] : ((YamlMappingNode)at)[name]);

    private static string Text(YamlNode node) => ((YamlScalarNode)node).Value!;

    [GeneratedRegex(@"dotnet publish (?<path>\S+)")]
    private static partial Regex PublishedProject();

    [GeneratedRegex("path = \"(?<path>[^\"]+)\"")]
    private static partial Regex CheckedPath();

    [GeneratedRegex("Map(?:Get|Read|Post)\\(\\s*\"(?<path>[^\"]+)\"")]
    private static partial Regex MappedPath();

    [GeneratedRegex(@"\b(?:[A-Z][A-Za-z]+__\w+|ASPNETCORE_URLS)\b")]
    private static partial Regex Setting();
}
