using Sluice.Bot.Visiting;

namespace Sluice.Bot.Tests.Visiting;

public sealed class SigningKeysTests : IDisposable
{
    private readonly Issuer _issuer = new();
    private readonly HttpMessageInvoker _network;

    public SigningKeysTests() => _network = new(_issuer);

    [Fact]
    public async Task A_caller_who_hangs_up_spends_nobody_elses_question()
    {
        using var keys = new SigningKeys(new Uri("http://issuer.example/keys"), _network, TimeProvider.System);
        using var hangUp = new CancellationTokenSource();
        var first = keys.Find("a", hangUp.Token);
        await _issuer.Asked.Task;
        await hangUp.CancelAsync();
        _issuer.Answers.SetResult();

        await Record.ExceptionAsync(() => first);
        Assert.NotNull(await keys.Find("a", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Whoever_names_a_key_that_nobody_knows_keeps_no_other_waiting()
    {
        var clock = new Clock();
        using var keys = new SigningKeys(new Uri("http://issuer.example/keys"), _network, clock);
        _issuer.Answers.SetResult();
        await keys.Find("a", TestContext.Current.CancellationToken);
        (_issuer.Asked, _issuer.Answers) = (new(), new());
        clock.Now += TimeSpan.FromMinutes(1);
        var unknown = keys.Find("nobody's", TestContext.Current.CancellationToken);
        await _issuer.Asked.Task;

        Assert.NotNull(await keys.Find("a", TestContext.Current.CancellationToken));
        Assert.False(unknown.IsCompleted);
        _issuer.Answers.SetResult();
        Assert.Null(await unknown);
    }

    [Fact]
    public async Task An_issuer_that_does_not_answer_is_given_up()
    {
        using var keys = new SigningKeys(new Uri("http://issuer.example/keys"), _network, new Clock { Haste = 100 });

        Assert.Null(await keys.Find("a", TestContext.Current.CancellationToken));
    }

    public void Dispose()
    {
        _network.Dispose();
        _issuer.Dispose();
    }

    private sealed class Issuer : HttpMessageHandler
    {
        public TaskCompletionSource Asked { get; set; } = new();

        public TaskCompletionSource Answers { get; set; } = new();

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Asked.SetResult();
            await Answers.Task.WaitAsync(cancellationToken);
            return new() { Content = new StringContent("""{"keys":[{"kty":"RSA","kid":"a","n":"AQAB","e":"AQAB"}]}""") };
        }
    }
}
