using System.Diagnostics;
using System.Globalization;
using System.Text;
using Sluice.Hub.Git;

namespace Sluice.Hub.Tests.Plumbing;

public sealed class ReaderTests : IDisposable
{
    private readonly string _path = Path.Combine(Directory.CreateTempSubdirectory("hub-reader-").FullName, "shop.git");

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_path)!, recursive: true);

    [Fact]
    public void Objects_are_read_though_a_signal_to_all_killed_the_reader()
    {
        using var git = BareGit.Create(_path, "main");
        var (first, second) = (git.Write("one\n"u8.ToArray()), git.Write("two\n"u8.ToArray()));
        Assert.Equal("one\n"u8.ToArray(), git.Blob(first));

        using (var reader = Process.GetProcessById(Assert.Single(Readers())))
        {
            reader.Kill();
            Assert.True(SpinWait.SpinUntil(() => !Readers().Any(), TimeSpan.FromSeconds(30)));
        }

        Assert.Equal("two\n"u8.ToArray(), git.Blob(second));
    }

    [Theory]
    [InlineData("9223372036854775807")]
    [InlineData("-9223372036854775808")]
    public void A_commit_of_a_time_that_no_calendar_has_is_read_all_the_same(string seconds)
    {
        var commit = ObjectFormat.DecodeCommit(
            Zero.Sha,
            Encoding.UTF8.GetBytes($"tree {Zero.EmptyTree}\nauthor ada <ada@localhost> {seconds} +0000\n\nlater\n")
        );

        Assert.Equal(new Signature("ada", "ada@localhost", DateTimeOffset.UnixEpoch), commit.Author);
    }

    // Those of this repository: they run in its folder.
    private IEnumerable<int> Readers() =>
        Directory
            .EnumerateDirectories("/proc")
            .Where(process =>
                char.IsAsciiDigit(Path.GetFileName(process)[0]) && new FileInfo(Path.Combine(process, "cwd")).LinkTarget == _path
            )
            .Select(process => int.Parse(Path.GetFileName(process), CultureInfo.InvariantCulture));
}
