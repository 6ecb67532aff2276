namespace Sluice.Bot.Tests.Verbs;

/// <summary>Whoever mistypes gets a line that says what is taken, and never a stack trace.</summary>
public sealed class WrongArgumentTests
{
    [Theory]
    [InlineData("demo --pulls abc", "--pulls 'abc': a whole number from 24 to 120")]
    [InlineData("demo --pulls 2.5", "--pulls '2.5': a whole number from 24 to 120")]
    [InlineData("demo --pulls ", "--pulls '': a whole number from 24 to 120")]
    [InlineData("demo --pulls 121", "--pulls '121': a whole number from 24 to 120")]
    [InlineData("demo --speed abc", "--speed 'abc': a number from 0.2 to 20")]
    [InlineData("demo --speed 0.1", "--speed '0.1': a number from 0.2 to 20")]
    [InlineData("demo --seed abc", "--seed 'abc': a whole number of at least 0")]
    [InlineData("hub --port 80000", "--port '80000': a whole number from 0 to 65535")]
    [InlineData("hub --port -1", "--port '-1': a whole number from 0 to 65535")]
    [InlineData("hub --data ", "--data: name a folder")]
    [InlineData("hub --port 0 --data /dev/null", "hub: it cannot start: /dev/null is a file. Name a folder with --data.")]
    [InlineData("hub --port 0 --data /proc/no", "hub: it cannot start: /proc/no/hub cannot be made (")]
    [InlineData(
        "hub --port 0 --data /proc/x",
        "hub: it cannot start: /proc/x/hub cannot be made (Could not find file '/proc/x'). Name a folder that this user may write to."
    )]
    [InlineData("simulate --storm --seeds 5..1", "--seeds 5..1: write two numbers, the lower one first")]
    [InlineData("simulate --storm=false", "simulate: name a trace, or --from-github OWNER/REPO, or --storm")]
    [InlineData("simulate --seeds 1..3", "simulate: --seeds wants --storm")]
    [InlineData("simulate --table t.md", "simulate: --table wants --storm")]
    [InlineData("simulate --storm some.csv", "simulate: a trace and --storm: only one of them")]
    [InlineData("simulate --storm --from-github a/b", "simulate: --from-github and --storm: only one of them")]
    [InlineData("simulate some.csv --slots abc", "--slots 'abc': a whole number from 1 to 1000")]
    [InlineData("simulate some.csv --days 9", "simulate: --days says nothing about a trace; leave it out")]
    [InlineData("simulate some.csv --out a.csv", "simulate: --out says nothing about a trace; leave it out")]
    [InlineData("simulate some.csv --seeds 1..2", "simulate: --seeds says nothing about a trace; leave it out")]
    [InlineData("simulate --from-github a/b --table t.md", "simulate: --table says nothing about a repository's history; leave it out")]
    [InlineData(
        "simulate --storm --json --seed 3",
        "simulate: --seed says nothing about storms; leave it out; simulate: --json says nothing about storms; leave it out"
    )]
    [InlineData("doctor frob", "'frob' is no setting: one is given as --GitHub:AppId=7")]
    [InlineData("doctor --frob=1 --json", "--frob is no setting.")]
    [InlineData("risk", "risk: name one of train, evaluate, score.")]
    [InlineData("risk scor t.csv", "risk scor: there is no such thing.")]
    [InlineData("risk score", "risk score: name a CSV. \"sluice help risk score\" says what it takes.")]
    [InlineData("validate one.yml two.yml", "validate 'two.yml': this is a word too many. \"sluice help validate\" says what it takes.")]
    [InlineData(
        "simulate --from-github",
        "--from-github wants a value: --from-github OWNER/REPO. \"sluice help simulate\" says what it takes."
    )]
    [InlineData("demo --pulls", "--pulls wants a value: --pulls N. \"sluice help demo\" says what it takes.")]
    [InlineData("demo --pulls 24 --pulls 25", "--pulls is given 2 times; it takes one value. ")]
    [InlineData("demo --json=perhaps", "demo 'perhaps': this is a word too many. ")]
    [InlineData("risk train t.csv", "risk train: it wants --out MODEL. ")]
    [InlineData("rotate key", "rotate key: name a FILE. ")]
    [InlineData("doctor --jsn", "doctor --jsn: there is no such option. Did you mean --json? ")]
    [InlineData("replay --all", "replay --all: there is no such option. \"sluice help replay\" says what it takes.")]
    [InlineData("validate --bogus x", "validate --bogus: there is no such option. \"sluice help validate\" says what it takes.")]
    [InlineData("demo --pull=24", "demo --pull: there is no such option. Did you mean --pulls? ")]
    [InlineData("simulate some.csv --mean-build 90d", "--mean-build '90d': a time from 1s to 30d, such as 90s, 30m or 1.5h")]
    [InlineData("simulate some.csv --mean-build 0s", "--mean-build '0s': a time from 1s to 30d, such as 90s, 30m or 1.5h")]
    [InlineData("simulate some.csv --mean-build soon", "--mean-build 'soon': a time from 1s to 30d, such as 90s, 30m or 1.5h")]
    [InlineData("--bogus", "sluice --bogus: there is no such option. \"sluice help\" says what it takes.")]
    [InlineData("simulat", "simulat: there is no such verb. Did you mean simulate?")]
    [InlineData("Demo", "Demo: there is no such verb. Did you mean demo?")]
    [InlineData("7", "7: there is no such verb. There are demo, serve, ")]
    [InlineData("-- demo", "sluice demo: there is no such thing. \"sluice help\" says what demo, serve, ")]
    public async Task Is_told_in_one_line(string line, string says)
    {
        var (exit, output, said) = await SluiceProcess.Run(line.Split(' '));

        Assert.Equal(2, exit);
        Assert.Empty(output);
        Assert.StartsWith(says, Assert.Single(said.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_verb_all_of_them_are_named()
    {
        var (exit, output, said) = await SluiceProcess.Run();

        Assert.Equal((2, ""), (exit, output));
        Assert.Equal(
            "sluice: name a verb: demo, serve, hub, risk, simulate, judge, validate, doctor, replay, rotate, test, version. \"sluice help\" says what each does.\n",
            said
        );
    }

    /// <summary>To a pipeline, 1 would say that the canary regressed.</summary>
    [Theory]
    [InlineData("judge")]
    [InlineData("judge counts.json --jsn")]
    [InlineData("judge one.json two.json")]
    [InlineData("judge --receipt")]
    public async Task Of_judge_it_is_never_a_verdict(string line) => Assert.Equal(4, (await SluiceProcess.Run(line.Split(' '))).Exit);

    [Fact]
    public async Task Help_is_a_verb_too_and_names_all_of_them()
    {
        var (exit, output, _) = await SluiceProcess.Run("help");

        Assert.Equal(0, exit);
        Assert.Contains("\n  test ", output, StringComparison.Ordinal);
        Assert.Contains("--pulls", (await SluiceProcess.Run("help", "demo")).Output, StringComparison.Ordinal);
    }
}
