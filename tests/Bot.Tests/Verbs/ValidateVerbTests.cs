namespace Sluice.Bot.Tests.Verbs;

public sealed class ValidateVerbTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sluice-validate-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task What_is_no_file_to_read_is_named()
    {
        Assert.Equal(
            (2, "", $"{_folder}: this is a folder; name a configuration, such as .github/sluice.yml\n"),
            await SluiceProcess.Run("validate", _folder)
        );
        Assert.Equal(
            (2, "", "'': there is no such file; name a configuration, such as .github/sluice.yml\n"),
            await SluiceProcess.Run("validate", "")
        );
        Assert.Equal(
            (2, "", "/dev/zero: it is larger than 1 MB, or has no end; name a configuration, such as .github/sluice.yml\n"),
            await SluiceProcess.Run("validate", "/dev/zero")
        );
    }

    [Fact]
    public async Task A_sound_file_is_told_with_what_it_sets_up()
    {
        var file = Path.Combine(_folder, "sound.yml");
        await File.WriteAllTextAsync(file, "queue:\n  branches: [main, release]\n  slots: 1\n", TestContext.Current.CancellationToken);

        Assert.Equal(
            (0, $"{file}: sound: 2 lanes (main, release); batches of at most 32 in 1 slot; nothing is deployed\n", ""),
            await SluiceProcess.Run("validate", file)
        );
    }

    [Fact]
    public async Task A_dash_is_standard_input() =>
        Assert.Equal(
            (0, "-: sound: 1 lane (main); batches of at most 32 in 1 slot; nothing is deployed\n", ""),
            await SluiceProcess.RunFed("queue:\n  branches: [main]\n  slots: 1\n", "validate", "-")
        );

    [Fact]
    public async Task Bytes_that_are_no_text_and_faults_beyond_the_fiftieth_are_told()
    {
        var (latin, many) = (Path.Combine(_folder, "latin.yml"), Path.Combine(_folder, "many.yml"));
        await File.WriteAllBytesAsync(latin, [.. "mode: normal\n# caf"u8, 0xE9, (byte)'\n'], TestContext.Current.CancellationToken);
        await File.WriteAllLinesAsync(
            many,
            Enumerable.Range(0, 60).Select(number => $"key{number}: 1"),
            TestContext.Current.CancellationToken
        );

        Assert.Equal(
            (1, $"{latin}:2:6: a character here is not UTF-8; save the file as UTF-8\n", ""),
            await SluiceProcess.Run("validate", latin)
        );
        Assert.EndsWith($"{many}: and 10 more\n", (await SluiceProcess.Run("validate", many)).Output, StringComparison.Ordinal);
    }
}
