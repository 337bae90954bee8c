using FluentAssertions;
using PgBackup.Formats;
using Xunit;

namespace PgBackup.Tests.Formats;

[Trait("Category", "Unit")]
public sealed class JsonTypesTests
{
    [Theory]
    [InlineData("boolean", nameof(JsonValueKind.Boolean), false)]
    [InlineData("integer", nameof(JsonValueKind.Number), false)]
    [InlineData("double precision", nameof(JsonValueKind.Number), false)]
    [InlineData("bigint", nameof(JsonValueKind.WideNumber), false)]
    [InlineData("numeric(10,2)", nameof(JsonValueKind.WideNumber), false)]
    [InlineData("jsonb", nameof(JsonValueKind.Json), false)]
    [InlineData("money", nameof(JsonValueKind.Text), false)]
    [InlineData("public.json", nameof(JsonValueKind.Text), false)]
    [InlineData("public.\"odd(json)\"", nameof(JsonValueKind.Text), false)]
    [InlineData("numeric(10,2)[]", nameof(JsonValueKind.WideNumber), true)]
    [InlineData("character varying(20)[]", nameof(JsonValueKind.Text), true)]
    [InlineData("timestamp(3) with time zone[]", nameof(JsonValueKind.Text), true)]
    [InlineData("interval day to second(3)[]", nameof(JsonValueKind.Text), true)]
    [InlineData("interval year to month[]", nameof(JsonValueKind.Text), true)]
    [InlineData("bytea[]", nameof(JsonValueKind.Text), true)]
    [InlineData("jsonb[]", nameof(JsonValueKind.Text), false)]
    [InlineData("box[]", nameof(JsonValueKind.Text), false)]
    [InlineData("money[]", nameof(JsonValueKind.Text), false)]
    [InlineData("public.mood[]", nameof(JsonValueKind.Text), false)]
    [InlineData("\"char\"[]", nameof(JsonValueKind.Text), false)]
    [InlineData("int2vector", nameof(JsonValueKind.Text), false)]
    public void Type_decides_how_values_are_written(string type, string kind, bool isArray) =>
        JsonTypes.KindOf(type).Should().Be((Enum.Parse<JsonValueKind>(kind), isArray));
}
