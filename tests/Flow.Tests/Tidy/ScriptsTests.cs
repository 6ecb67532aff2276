using System.Diagnostics;

namespace Sluice.Flow.Tests.Tidy;

public sealed class ScriptsTests
{
    private static readonly string[] Scripts =
    [
        .. House.Files.Where(path =>
            path is "sluice" or ".ci/run"
            || (path.StartsWith("eng/", StringComparison.Ordinal) && path.EndsWith(".sh", StringComparison.Ordinal))
        ),
    ];

    [Fact]
    public void Scripts_parse_may_be_run_and_stop_at_an_unset_name()
    {
        Assert.InRange(Scripts.Length, 5, 99);
        Assert.All(
            Scripts,
            path =>
            {
                Assert.Equal("#!/usr/bin/env bash", House.Lines(path)[0]);
                Assert.Contains(
                    House.Lines(path),
                    line => line.StartsWith("set -", StringComparison.Ordinal) && line.Contains('u', StringComparison.Ordinal)
                );
                Assert.True(
                    OperatingSystem.IsWindows() || File.GetUnixFileMode(House.At(path)).HasFlag(UnixFileMode.UserExecute),
                    $"{path} may not be run"
                );
                Assert.Equal((0, ""), Bash(null, "-n", House.At(path)));
            }
        );
    }

    [Fact]
    public void Where_nothing_can_be_installed_one_line_says_what_to_install()
    {
        var (code, said) = Bash(Path.GetTempPath(), House.At("eng/install.sh"), "git", "chromium");

        Assert.Equal(1, code);
        Assert.Matches(@"^sluice: missing: git chromium \(.+\); install them, or .+\n$", said);
    }

    [Fact]
    public void What_is_there_is_not_installed_again() => Assert.Equal((0, ""), Bash(null, House.At("eng/install.sh"), "git"));

    [Fact]
    public void A_checkout_that_is_built_runs_for_whoever_does_not_own_it()
    {
        using var checkout = new Checkout();
        Assert.Equal((0, "sluice: building\n"), checkout.Build());

        Assert.Equal((0, ""), checkout.Build(("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")));
    }

    [Fact]
    public void Where_nothing_can_be_built_one_line_says_who_can()
    {
        using var checkout = new Checkout();
        File.WriteAllText(checkout.At(".cache"), "no folder");

        var (code, said) = checkout.Build();

        Assert.Equal(1, code);
        Assert.Matches(
            @"^sluice: what is built here is not of these files, and \S+ may not write to \S+/\.cache to build them; run this as \S+, or in a checkout of your own\.\n$",
            said
        );
    }

    [Theory]
    [InlineData("demo", "", "git postgresql")]
    [InlineData("demo --pulls 24", "", "git postgresql")]
    [InlineData("demo --help", "", null)]
    [InlineData("help demo", "", "")]
    [InlineData("serve", "", "git postgresql")]
    [InlineData("serve", "Host=db", "git")]
    [InlineData("serve --Database:ConnectionString=Host=db", "", "git")]
    [InlineData("serve --Database:ConnectionString Host=db", "", "git")]
    [InlineData("hub --port 0", "", "git")]
    [InlineData("doctor", "", "")]
    [InlineData("replay", "", "")]
    [InlineData("simulate t.csv", "", "")]
    public void The_launcher_wants_no_tool_that_the_verb_does_not_need(string line, string database, string? tools)
    {
        using var launched = new Launched();

        var wanted = tools is null ? "" : $"install {tools}".TrimEnd() + "\n";
        Assert.Equal((0, $"{wanted}build\nsluice {line}\n"), launched.Run(line, database));
    }

    private static (int Code, string Said) Bash(string? path, params string[] arguments) =>
        BashIn([("PATH", path ?? Environment.GetEnvironmentVariable("PATH")!)], arguments);

    private static (int Code, string Said) BashIn((string Name, string Value)[] environment, params string[] arguments)
    {
        var start = new ProcessStartInfo("/bin/bash", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var bash = Process.Start(start)!;
        var output = bash.StandardOutput.ReadToEndAsync();
        var said = bash.StandardError.ReadToEnd();
        bash.WaitForExit();
        return (bash.ExitCode, output.Result + said);
    }

    /// <summary>The launcher in a folder in which whatever it runs only says so.</summary>
    private sealed class Launched : IDisposable
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("sluice-launched-").FullName;

        public Launched()
        {
            Write("sluice", House.Read("sluice"));
            Write("eng/install.sh", Says("install"));
            Write("eng/build.sh", Says("build"));
            Write("src/Cli/bin/Release/net10.0/sluice", Says("sluice"));
        }

        public (int Code, string Said) Run(string line, string database) =>
            BashIn([("Database__ConnectionString", database)], [Path.Combine(_folder, "sluice"), .. line.Split(' ')]);

        public void Dispose() => Directory.Delete(_folder, recursive: true);

        private static string Says(string name) => $"#!/usr/bin/env bash\necho {name} \"$@\"\n";

        private void Write(string file, string text)
        {
            var path = Path.Combine(_folder, file);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }
        }
    }

    /// <summary>A small one, under git, with a compiler that makes an empty program.</summary>
    private sealed class Checkout : IDisposable
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("sluice-checkout-").FullName;

        public Checkout()
        {
            foreach (
                var file in new[]
                {
                    "Directory.Build.props",
                    "Directory.Packages.props",
                    "global.json",
                    ".editorconfig",
                    "src/Cli/Program.cs",
                }
            )
            {
                Write(file, "");
            }

            Write("eng/build.sh", House.Read("eng/build.sh"));
            Write(
                "tools/dotnet",
                "#!/usr/bin/env bash\nmkdir -p src/Cli/bin/Release/net10.0 && : >src/Cli/bin/Release/net10.0/sluice && chmod +x src/Cli/bin/Release/net10.0/sluice\n"
            );
            Assert.Equal(
                (0, ""),
                Bash(
                    null,
                    "-c",
                    $"cd {_folder} && chmod +x tools/dotnet && git init --quiet && git add . && git -c user.name=a -c user.email=a@b commit --quiet -m one"
                )
            );
        }

        public string At(string file) => Path.Combine(_folder, file);

        public (int Code, string Said) Build(params (string Name, string Value)[] environment) =>
            BashIn([("PATH", $"{At("tools")}:{Environment.GetEnvironmentVariable("PATH")}"), .. environment], At("eng/build.sh"));

        public void Dispose() => Directory.Delete(_folder, recursive: true);

        private void Write(string file, string text)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(At(file))!);
            File.WriteAllText(At(file), text);
        }
    }
}
