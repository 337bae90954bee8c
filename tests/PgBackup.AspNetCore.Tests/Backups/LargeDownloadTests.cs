using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using PgBackup.AspNetCore.Tests.Hosting;

namespace PgBackup.AspNetCore.Tests.Backups;

public sealed class LargeDownloadTests(ServerFixture fixture) : ApiTest(fixture)
{
    private const long Size = 1L << 30;

    [Fact]
    public async Task A_download_of_a_gigabyte_takes_no_more_memory_than_a_small_one()
    {
        var id = await Admin.BackUpAsync("""{"compress":false}""");
        Enlarge(id);
        await ReadAsync(id, "bytes=0-9999999");
        var before = Memory();
        var allocatedBefore = GC.GetTotalAllocatedBytes(precise: true);

        var (bytes, peak) = await ReadAsync(id, "bytes=0-");

        bytes.Should().Be(Size);
        // Client and server together; each goes on with the buffers that it has.
        (GC.GetTotalAllocatedBytes(precise: true) - allocatedBefore).Should().BeLessThan(Size / 8);
        (peak - before).Should().BeLessThan(64 << 20);
    }

    private static long Memory()
    {
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }

    private async Task<(long Bytes, long Peak)> ReadAsync(string id, string range)
    {
        using var response = await Admin.OpenAsync(HttpMethod.Get, $"/{id}/download", headers: ("Range", range));
        ((int)response.StatusCode).Should().Be(206);
        await using var stream = await response.Content.ReadAsStreamAsync();
        var buffer = new byte[81920];
        long total = 0, peak = 0, next = 0;
        int read;
        while ((read = await stream.ReadAsync(buffer)) > 0)
        {
            total += read;
            if (total < next)
                continue;
            next = total + Size / 64;
            peak = Math.Max(peak, Memory());
        }

        return (total, peak);
    }

    // A file with a hole, which takes no room on the disk, and a manifest that knows of it.
    private void Enlarge(string id)
    {
        using (var artifact = File.OpenWrite(Path.Combine(Store, id + ".sql")))
            artifact.SetLength(Size);
        var path = Path.Combine(Store, id + ".manifest.json");
        var manifest = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        var last = manifest["segments"]!.AsArray()[^1]!;
        last["length"] = Size - last["offset"]!.GetValue<long>();
        manifest["backup"]!["size"] = Size;
        manifest.Remove("checksum");
        var body = manifest.ToJsonString()[..^1];
        var checksum = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body)));
        File.WriteAllText(path, $"{body},\"checksum\":\"{checksum}\"}}\n");
    }
}
