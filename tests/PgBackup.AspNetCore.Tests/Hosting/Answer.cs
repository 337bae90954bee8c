using System.Text;
using System.Text.Json;

namespace PgBackup.AspNetCore.Tests.Hosting;

/// <summary>What the API answered.</summary>
public sealed record Answer(int Status, IReadOnlyDictionary<string, string> Headers, byte[] Bytes)
{
    public string Text => Encoding.UTF8.GetString(Bytes);

    public JsonElement Json
    {
        get
        {
            using var document = JsonDocument.Parse(Bytes);
            return document.RootElement.Clone();
        }
    }

    /// <summary>Gets the code of the problem.</summary>
    public string Code => Json.GetProperty("code").GetString()!;

    public static async Task<Answer> ReadAsync(HttpResponseMessage response)
    {
        var headers = response.Headers.Concat(response.Content.Headers)
            .ToDictionary(h => h.Key, h => string.Join(", ", h.Value), StringComparer.OrdinalIgnoreCase);
        return new Answer((int)response.StatusCode, headers, await response.Content.ReadAsByteArrayAsync());
    }

    /// <summary>Asserts the status.</summary>
    public Answer Should(int status)
    {
        Status.Should().Be(status, "the answer is: {0}", Text);
        return this;
    }

    /// <summary>Asserts that it is a problem with a code, and one that tells nothing it must not.</summary>
    public Answer ShouldBeProblem(int status, string code, string? field = null)
    {
        Should(status);
        Headers["Content-Type"].Should().Be("application/problem+json");
        Headers["Cache-Control"].Should().Be("no-store");
        Code.Should().Be(code);
        Json.GetProperty("status").GetInt32().Should().Be(status);
        Json.GetProperty("type").GetString().Should().Be($"urn:pgbackup:error:{code}");
        Json.GetProperty("title").GetString().Should().NotBeNullOrEmpty();
        Text.Should().NotContainAny("   at ", "Password=", "Host=", "System.", "Exception");
        if (field is not null)
            Json.GetProperty("errors").EnumerateObject().Select(e => e.Name).Should().Contain(field);
        return this;
    }
}
