namespace Sluice.Flow.Intake.Ci;

/// <summary>What a command, or an action of others, reads without being told its name: by the word, wherever that stands.</summary>
internal static class CiCommands
{
    private static readonly Row<string> Node =
    [
        "package.json",
        ".npmrc",
        ".yarnrc",
        ".yarnrc.yml",
        "pnpm-workspace.yaml",
        ".pnpmfile.cjs",
        "bunfig.toml",
    ];
    private static readonly Row<string> Python =
    [
        "setup.py",
        "setup.cfg",
        "pyproject.toml",
        "tox.ini",
        "noxfile.py",
        "conftest.py",
        "pytest.ini",
        "tasks.py",
    ];
    private static readonly Row<string> Gradle =
    [
        "gradlew",
        "gradlew.bat",
        "*.gradle",
        "*.gradle.kts",
        "gradle.properties",
        "gradle-wrapper.jar",
        "gradle-wrapper.properties",
    ];
    private static readonly Row<string> Maven =
    [
        "mvnw",
        "mvnw.cmd",
        "pom.xml",
        "maven-wrapper.properties",
        "maven-wrapper.jar",
        "extensions.xml",
        "maven.config",
        "jvm.config",
    ];
    private static readonly Row<string> Ruby = ["Rakefile", "*.rake", "Gemfile", "*.gemspec", ".rspec"];
    private static readonly Row<string> Docker =
    [
        "Dockerfile",
        "Dockerfile.*",
        "*.Dockerfile",
        "compose.y*ml",
        "compose.*.y*ml",
        "docker-compose.y*ml",
        "docker-compose.*.y*ml",
        "docker-bake.*",
    ];
    private static readonly Row<string> DotNet =
    [
        "*.sln",
        "*.slnx",
        "*.*proj",
        "*.props",
        "*.targets",
        "global.json",
        "nuget.config",
        "dotnet-tools.json",
    ];

    private static readonly SortedDictionary<string, Row<string>> Read = new(StringComparer.OrdinalIgnoreCase)
    {
        ["make"] = ["Makefile", "GNUmakefile", "*.mk"],
        ["gmake"] = ["Makefile", "GNUmakefile", "*.mk"],
        ["cmake"] = ["CMakeLists.txt", "*.cmake", "CMakePresets.json"],
        ["ctest"] = ["CMakeLists.txt", "CTestConfig.cmake", "CMakePresets.json"],
        ["meson"] = ["meson.build"],
        ["just"] = ["justfile", ".justfile", "*.just"],
        ["task"] = ["Taskfile.y*ml"],
        ["mage"] = ["magefile.go"],
        ["npm"] = Node,
        ["npx"] = Node,
        ["yarn"] = Node,
        ["pnpm"] = Node,
        ["bun"] = Node,
        ["corepack"] = Node,
        ["deno"] = ["deno.json", "deno.jsonc", "package.json"],
        ["pip"] = Python,
        ["pip3"] = Python,
        ["python"] = Python,
        ["python3"] = Python,
        ["pytest"] = Python,
        ["tox"] = Python,
        ["nox"] = Python,
        ["uv"] = Python,
        ["uvx"] = Python,
        ["poetry"] = Python,
        ["hatch"] = Python,
        ["invoke"] = Python,
        ["gradle"] = Gradle,
        ["gradlew"] = Gradle,
        ["mvn"] = Maven,
        ["mvnw"] = Maven,
        ["ant"] = ["build.xml"],
        ["sbt"] = ["*.sbt", "build.properties"],
        ["rake"] = Ruby,
        ["bundle"] = Ruby,
        ["bundler"] = Ruby,
        ["cargo"] = ["Cargo.toml", "build.rs", "config.toml"],
        ["mix"] = ["mix.exs"],
        ["composer"] = ["composer.json"],
        ["dotnet"] = DotNet,
        ["msbuild"] = DotNet,
        ["docker"] = Docker,
        ["docker-compose"] = Docker,
        ["podman"] = Docker,
        ["buildah"] = Docker,
        ["bazel"] = ["BUILD", "BUILD.bazel", "WORKSPACE", "WORKSPACE.bazel", "MODULE.bazel", "*.bzl", ".bazelrc"],
        ["bazelisk"] = ["BUILD", "BUILD.bazel", "WORKSPACE", "WORKSPACE.bazel", "MODULE.bazel", "*.bzl", ".bazelrc"],
        ["pre-commit"] = [".pre-commit-config.yaml"],
        ["terraform"] = ["*.tf", "*.tfvars"],
        ["nix"] = ["flake.nix", "default.nix", "shell.nix"],
        ["earthly"] = ["Earthfile"],
        ["ansible-playbook"] = ["ansible.cfg"],
        ["goreleaser"] = [".goreleaser.y*ml"],
        ["gulp"] = ["gulpfile.*"],
        ["grunt"] = ["Gruntfile.*"],
        ["fastlane"] = ["Fastfile", "Appfile", "Pluginfile"],
        ["pod"] = ["Podfile", "*.podspec"],
        ["pipenv"] = ["Pipfile", .. Python],
        ["pdm"] = Python,
        ["scons"] = ["SConstruct", "SConscript"],
        ["lein"] = ["project.clj"],
        ["zig"] = ["build.zig", "build.zig.zon"],
        ["swift"] = ["Package.swift"],
        ["build-push-action"] = Docker,
        ["bake-action"] = Docker,
        ["pre-commit/action"] = [".pre-commit-config.yaml"],
    };

    /// <summary>Names and wildcards of files, in whatever folder they lie; empty: no command that is known here.</summary>
    public static Row<string> Reads(string word)
    {
        if (Read.TryGetValue(word, out var known))
        {
            return known;
        }

        var command = word[(word.LastIndexOf('/') + 1)..];
        var dot = command.LastIndexOf('.');
        return Read.GetValueOrDefault(dot > 0 && command[dot..] is ".exe" or ".cmd" or ".bat" ? command[..dot] : command) ?? [];
    }
}
