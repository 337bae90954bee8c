using System.Collections.Concurrent;
using PgBackup.Playground.Servers;

namespace PgBackup.Tests.Servers;

/// <summary>The servers that all tests share: one per major, started when first asked for, stopped when the test process ends.</summary>
internal static class PostgresServers
{
    private static readonly ConcurrentDictionary<int, Lazy<Task<ThrowawayServer>>> Started = new();

    /// <summary>Returns the shared server of a major. Do not stop it: other tests are on it.</summary>
    /// <exception cref="ServerNotFoundException">There is none; its message says what to install.</exception>
    public static Task<ThrowawayServer> GetAsync(int major) =>
        Started.GetOrAdd(major, key => new(() => ThrowawayServer.StartAsync(key))).Value;

    /// <summary>Creates a database of its own for a test, on the shared server of a major.</summary>
    /// <param name="major">The major, or null for the newest under test.</param>
    /// <param name="options">How it differs from the usual (UTF8, locale C).</param>
    public static async Task<TestDatabase> CreateDatabaseAsync(int? major = null, ThrowawayDatabaseOptions? options = null) =>
        await TestDatabase.CreateAsync(await GetAsync(major ?? TestMajors.Any), options);
}
