using System.Reflection;
using Sluice.Bot.Settings;
using Sluice.Turns.Ports;

namespace Sluice.Bot.Tests.Hosting;

/// <summary>Nobody answers.</summary>
public class Unreachable : DispatchProxy
{
    public static Outside Everywhere(BotSettings settings, IServiceProvider services) =>
        new(
            DispatchProxy.Create<IGitHub, Unreachable>(),
            DispatchProxy.Create<IGit, Unreachable>(),
            DispatchProxy.Create<IMetrics, Unreachable>()
        );

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => throw new HttpRequestException("unreachable");
}
