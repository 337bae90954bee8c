using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using FluentAssertions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PgBackup.Notifications;
using Xunit;

namespace PgBackup.Tests.Documents;

public sealed class JsonExampleTests
{
    private static readonly JsonSerializerOptions Strict = new(WebhookJson.Default.Options)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    [Fact]
    public void Every_block_is_configuration_or_what_a_webhook_posts()
    {
        var blocks = CodeBlock.In("json").ToList();

        blocks.Where(IsConfiguration).Should().NotBeEmpty();
        blocks.Where(IsPosted).Should().NotBeEmpty();
        blocks.Where(b => !IsConfiguration(b) && !IsPosted(b)).Select(b => b.ToString()).Should().BeEmpty();
    }

    [Fact]
    public void Every_key_of_a_configuration_is_an_option()
    {
        foreach (var block in CodeBlock.In("json").Where(IsConfiguration))
            FluentActions.Invoking(() => BindStrictly(Section(block.Text))).Should().NotThrow(block.ToString());
    }

    [Theory]
    [InlineData("""{ "PgBackup": { "Formt": "sql" } }""")]
    [InlineData("""{ "PgBackup": { "Schedules": [ { "Id": "a", "Cron": "0 2 * * *" } ] } }""")]
    [InlineData("""{ "PgBackup": { "Schedules": [ { "Id": "a", "Options": { "Format": "sql", "Tabels": "x" } } ] } }""")]
    [InlineData("""{ "PgBackup": { "Webhooks": [ { "Address": "https://example.com" } ] } }""")]
    [InlineData("""{ "PgBackup": { "Heartbeat": { "Adress": "https://example.com" } } }""")]
    public void A_key_that_is_no_option_is_found(string json) =>
        FluentActions.Invoking(() => BindStrictly(Section(json))).Should().Throw<InvalidOperationException>();

    [Fact]
    public async Task Every_configuration_is_valid()
    {
        foreach (var block in CodeBlock.In("json").Where(IsConfiguration))
        {
            var services = new ServiceCollection().AddLogging();
            var section = Section(block.Text);
            services.AddPgBackup(section);
            services.Configure<PgBackupOptions>(o => o.ConnectionString = "Host=localhost;Database=shop");
            await using var provider = services.BuildServiceProvider();

            provider.GetRequiredService<IOptions<PgBackupOptions>>().Value.Should().NotBeNull();
            provider.GetServices<IBackupNotifier>().Should().HaveCount(
                section.GetSection("Webhooks").GetChildren().Count() + (section.GetSection("Heartbeat").Exists() ? 1 : 0));
        }
    }

    [Fact]
    public void Every_posted_body_has_the_form_of_the_code_and_all_of_it()
    {
        foreach (var block in CodeBlock.In("json").Where(IsPosted))
        {
            var body = JsonSerializer.Deserialize<WebhookBody>(block.Text, Strict)!;

            using var written = JsonDocument.Parse(JsonSerializer.Serialize(body, WebhookJson.Default.WebhookBody));
            using var shown = JsonDocument.Parse(block.Text);
            var fields = shown.RootElement.EnumerateObject().Select(p => p.Name).ToList();
            fields.Should().Equal(written.RootElement.EnumerateObject().Select(p => p.Name));
            fields.Should().HaveCount(typeof(WebhookBody).GetProperties().Length);
        }
    }

    private static bool IsConfiguration(CodeBlock block) => Has(block, "PgBackup");

    private static bool IsPosted(CodeBlock block) => Has(block, "kind");

    private static bool Has(CodeBlock block, string property)
    {
        using var document = JsonDocument.Parse(block.Text);
        return document.RootElement.TryGetProperty(property, out _);
    }

    private static IConfigurationSection Section(string json) =>
        new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(json))).Build().GetSection("PgBackup");

    // Webhooks and heartbeats are no options: each is a notifier of its own.
    private static void BindStrictly(IConfigurationSection section)
    {
        var notifiers = section.GetSection("Webhooks").GetChildren().Select(s => (s, Options: (object)new WebhookOptions()))
            .Append((section.GetSection("Heartbeat"), new HeartbeatOptions()));
        foreach (var (notifier, options) in notifiers)
            notifier.Bind(options, o => o.ErrorOnUnknownConfiguration = true);
        var others = section.AsEnumerable(makePathsRelative: true)
            .Where(v => v.Key.Split(':')[0] is not ("Webhooks" or "Heartbeat"));
        new ConfigurationBuilder().AddInMemoryCollection(others).Build()
            .Bind(new PgBackupOptions(), o => o.ErrorOnUnknownConfiguration = true);
    }
}
