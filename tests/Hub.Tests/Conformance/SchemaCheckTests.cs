using System.Text.Json;

namespace Sluice.Hub.Tests.Conformance;

public sealed class SchemaCheckTests
{
    private const string Document = """
        {"schemas":{
          "name":{"type":"string","maxLength":3},
          "thing":{"type":"object","required":["id","name"],"additionalProperties":false,"properties":{
            "id":{"type":"integer"},"name":{"$ref":"#/schemas/name"},"state":{"type":"string","enum":["open","closed"]},
            "when":{"type":"string","format":"date-time","nullable":true},"note":{"type":["string","null"]},
            "tags":{"type":"array","items":{"$ref":"#/schemas/name"}},"either":{"oneOf":[{"type":"integer"},{"type":"boolean"}]},
            "both":{"allOf":[{"type":"object","required":["a"]},{"type":"object","required":["b"]}]},
            "map":{"type":"object","additionalProperties":{"type":"integer"}}}}}}
        """;

    [Theory]
    [InlineData("""{"id":1,"name":"abc"}""")]
    [InlineData(
        """{"id":1,"name":"a","state":"open","when":null,"note":null,"tags":["a","b"],"either":true,"both":{"a":1,"b":2},"map":{"x":1}}"""
    )]
    [InlineData("""{"id":1,"name":"a","when":"2026-11-20T09:00:00Z","note":"n","either":3}""")]
    public void What_fits_has_no_faults(string value) => Assert.Empty(Faults(value));

    [Theory]
    [InlineData("""{"name":"a"}""", "$.id is missing")]
    [InlineData("""{"id":"1","name":"a"}""", "$.id is String 1, not of type integer")]
    [InlineData("""{"id":1.5,"name":"a"}""", "$.id is Number 1.5, not of type integer")]
    [InlineData("""{"id":1,"name":null}""", "$.name is Null , not of type string")]
    [InlineData("""{"id":1,"name":"abcd"}""", "$.name is longer than 3")]
    [InlineData("""{"id":1,"name":"a","state":"merged"}""", "$.state is String merged, not one of open, closed")]
    [InlineData("""{"id":1,"name":"a","when":"today"}""", "$.when is \"today\", not in the format date-time")]
    [InlineData("""{"id":1,"name":"a","tags":["a",2]}""", "$.tags[1] is Number 2, not of type string")]
    [InlineData("""{"id":1,"name":"a","both":{"a":1}}""", "$.both.b is missing")]
    [InlineData("""{"id":1,"name":"a","map":{"x":"y"}}""", "$.map.x is String y, not of type integer")]
    [InlineData("""{"id":1,"name":"a","more":1}""", "$.more is not allowed")]
    [InlineData("""[]""", "$ is Array [], not of type object")]
    public void What_does_not_fit_is_named(string value, string fault) => Assert.Equal(fault, Assert.Single(Faults(value)));

    [Fact]
    public void A_value_that_fits_no_choice_is_a_fault() =>
        Assert.StartsWith(
            "$.either fits no choice of oneOf",
            Assert.Single(Faults("""{"id":1,"name":"a","either":"x"}""")),
            StringComparison.Ordinal
        );

    private static IReadOnlyList<string> Faults(string value)
    {
        using var document = JsonDocument.Parse(Document);
        using var parsed = JsonDocument.Parse(value);
        return new SchemaCheck(document.RootElement).Faults(
            document.RootElement.GetProperty("schemas").GetProperty("thing"),
            parsed.RootElement
        );
    }
}
