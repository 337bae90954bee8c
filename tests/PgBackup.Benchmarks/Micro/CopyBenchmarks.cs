using BenchmarkDotNet.Attributes;
using Npgsql;
using PgBackup.Playground.Servers;

namespace PgBackup.Benchmarks.Micro;

/// <summary>Reading COPY from a real server: what the socket and Npgsql's messages cost, one for each row.</summary>
public sealed class CopyBenchmarks : IDisposable
{
    private const string Query =
        "COPY (SELECT i % 4096, 1600000000 + i, i / 8.0::float8, i % 4 FROM generate_series(1, 500000) i) TO STDOUT";

    private readonly byte[] _buffer = new byte[256 * 1024];
    private ThrowawayServer? _server;
    private NpgsqlConnection? _connection;

    [GlobalSetup]
    public void Connect()
    {
        _server = ThrowawayServer.StartAsync().GetAwaiter().GetResult();
        _connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(_server.ConnectionString) { Pooling = false, ReadBufferSize = 128 * 1024 }.ConnectionString);
        _connection.Open();
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _connection?.Dispose();
        _server?.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    [Benchmark(Baseline = true)]
    public long ReadSynchronously()
    {
        using var copy = (NpgsqlCopyTextReader)_connection!.BeginTextExport(Query);
        long bytes = 0;
        int read;
        while ((read = copy.BaseStream.Read(_buffer)) > 0)
            bytes += read;
        return bytes;
    }

    [Benchmark]
    public async Task<long> ReadAsynchronously()
    {
        using var copy = (NpgsqlCopyTextReader)await _connection!.BeginTextExportAsync(Query);
        long bytes = 0;
        int read;
        while ((read = await copy.BaseStream.ReadAsync(_buffer)) > 0)
            bytes += read;
        return bytes;
    }
}
