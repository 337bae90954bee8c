using FluentAssertions;
using PgBackup.Schema;
using Xunit;

namespace PgBackup.Tests.Schema;

[Trait("Category", "Unit")]
public sealed class ConfigurationSettingTests
{
    [Theory]
    [InlineData("work_mem=4MB", "SET work_mem TO '4MB'")]
    [InlineData("my.own=it's = x", "SET my.own TO 'it''s = x'")]
    [InlineData("TimeZone=UTC", "SET \"TimeZone\" TO 'UTC'")]
    [InlineData("search_path=public, \"Odd, \"\"Schema\", pg_temp", "SET search_path TO 'public', 'Odd, \"Schema', 'pg_temp'")]
    [InlineData("search_path=\"\"", "SET search_path TO ''")]
    [InlineData("search_path=", "SET search_path TO ''")]
    [InlineData("search_path=\"$user\", public", "SET search_path TO '$user', 'public'")]
    // As FROM CURRENT leaves them behind set_config.
    [InlineData("search_path=Odd , \"Odd\"", "SET search_path TO 'odd', 'Odd'")]
    [InlineData("temp_tablespaces=Odd", "SET temp_tablespaces TO 'odd'")]
    [InlineData("local_preload_libraries=Odd, Ä", "SET local_preload_libraries TO 'Odd', 'Ä'")]
    [InlineData("Search_Path=a,b", "SET \"Search_Path\" TO 'a', 'b'")]
    [InlineData("datestyle=ISO, DMY", "SET datestyle TO 'ISO, DMY'")]
    public void Setting_is_written_as_the_server_reads_it(string setting, string expected) =>
        ConfigurationSetting.Parse(setting).SetClause.Should().Be(expected);

    [Fact]
    public void What_is_no_setting_is_refused()
    {
        var parse = () => ConfigurationSetting.Parse("work_mem");

        parse.Should().Throw<FormatException>().WithMessage("*work_mem*");
    }
}
