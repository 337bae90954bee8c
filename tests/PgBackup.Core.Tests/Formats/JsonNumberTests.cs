using FluentAssertions;
using Xunit;

namespace PgBackup.Tests.Formats;

[Trait("Category", "Unit")]
public sealed class JsonNumberTests
{
    [Theory]
    [InlineData("0")]
    [InlineData("-0")]
    [InlineData("1.50")]
    [InlineData("-0.00000000000000000001")]
    [InlineData("999999999999999")]
    [InlineData("-0.00123456789012345")]
    [InlineData("0.0000000000000000000000")]
    public void Numeric_that_doubles_hold_is_a_number(string text) => Encoded("numeric", text).Should().Be(text);

    [Theory]
    [InlineData("1000000000000000")]
    [InlineData("1.000000000000000")]
    [InlineData("9007199254740993")]
    [InlineData("0.1234567890123456")]
    [InlineData("0.00000000000000000000000")]
    [InlineData("NaN")]
    [InlineData("-Infinity")]
    public void Numeric_that_doubles_may_not_hold_is_a_string(string text) => Encoded("numeric", text).Should().Be($"\"{text}\"");

    [Theory]
    [InlineData("-2.2250738585072014e-308")]
    [InlineData("1.7976931348623157e+308")]
    [InlineData("1e+20")]
    [InlineData("5e-324")]
    [InlineData("0.1")]
    public void Double_is_a_number_whatever_its_digits(string text) => Encoded("double precision", text).Should().Be(text);

    [Theory]
    [InlineData("-9223372036854775808", "\"-9223372036854775808\"")]
    [InlineData("-123456789012345", "-123456789012345")]
    public void Bigint_is_a_number_up_to_15_digits(string text, string json) => Encoded("bigint", text).Should().Be(json);

    [Theory]
    [InlineData(".5")]
    [InlineData("5.")]
    [InlineData("01")]
    [InlineData("+1")]
    [InlineData("-")]
    [InlineData("1e")]
    [InlineData("1e+")]
    [InlineData("0x1F")]
    [InlineData("")]
    [InlineData("1 ")]
    public void What_is_no_number_of_JSON_is_a_string(string text) => Encoded("double precision", text).Should().Be($"\"{text}\"");

    private static string Encoded(string type, string text)
    {
        var scalar = JsonSegments.Encode(JsonSegments.Table(type), text + "\n")["{\"c0\":".Length..^1];
        if (text.Length > 0 && !text.Contains(' ', StringComparison.Ordinal))
            JsonSegments.Encode(JsonSegments.Table(type + "[]"), $"{{{text}}}\n").Should().Be($"{{\"c0\":[{scalar}]}}");
        return scalar;
    }
}
