using System.CommandLine;

namespace Sluice.Cli.Verbs;

/// <summary><c>sluice test</c> is the launcher's: it builds the tests, which this command does not carry. Here it is only told.</summary>
internal static class TestVerb
{
    private const int Elsewhere = 2;

    public static Command Command()
    {
        var command = new Command("test", "Runs the whole suite; from a checkout, as ./sluice test.")
        {
            TreatUnmatchedTokensAsErrors = false,
        };
        command.SetAction(_ =>
        {
            Terminal.Tell("test: the tests are in the checkout; run ./sluice test there.");
            return Elsewhere;
        });
        return command;
    }
}
