using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCaseOrderer(typeof(Sluice.Tests.Order))]
[assembly: TestCollectionOrderer(typeof(Sluice.Tests.Order))]

namespace Sluice.Tests;

/// <summary>
/// The order in which tests run: the same on each machine, and another one for each value of <c>SLUICE_ORDER</c> (a whole number; 0 where
/// it is not set). The framework's own order goes by the folder in which the tests were built, so that a test which leans on those
/// before it would fail in one checkout and in no other.
/// </summary>
public sealed class Order : ITestCaseOrderer, ITestCollectionOrderer
{
    private static readonly int _shuffle = int.Parse(
        Environment.GetEnvironmentVariable("SLUICE_ORDER") is { Length: > 0 } asked ? asked : "0",
        CultureInfo.InvariantCulture
    );

    /// <inheritdoc/>
    public IReadOnlyCollection<TTestCase> OrderTestCases<TTestCase>(IReadOnlyCollection<TTestCase> testCases)
        where TTestCase : notnull, ITestCase => By(testCases, each => each.TestCaseDisplayName);

    /// <inheritdoc/>
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection => By(testCollections, each => each.TestCollectionDisplayName);

    private static T[] By<T>(IEnumerable<T> all, Func<T, string> name) =>
        [.. all.OrderBy(each => Place(name(each)), StringComparer.Ordinal)];

    private static string Place(string name) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{_shuffle} {name}")));
}
