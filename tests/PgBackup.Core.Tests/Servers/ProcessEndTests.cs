using FluentAssertions;
using PgBackup.Playground.Servers;
using Xunit;

namespace PgBackup.Tests.Servers;

/// <summary>What is left of a server when the process that started it ends.</summary>
public sealed class ProcessEndTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Gets how a process ends; on Windows there is no guard against a kill.</summary>
    public static TheoryData<string> Ends =>
        OperatingSystem.IsWindows() ? ["dispose", "return without disposing"] : ["dispose", "return without disposing", "kill"];

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task Process_that_ends_leaves_nothing(string end)
    {
        await using var holder = await Holder.StartAsync($"{TestMajors.Any}");
        var processFolder = Path.GetDirectoryName(Path.GetDirectoryName(holder.DataDirectory))!;
        Directory.Exists(processFolder).Should().BeTrue();
        ThrowawayServerTests.IsListening(holder.ConnectionString).Should().BeTrue();

        await holder.EndAsync(end);

        await EventuallyAsync(() => !ThrowawayServerTests.IsListening(holder.ConnectionString) && !Directory.Exists(processFolder));
        if (OperatingSystem.IsLinux())
            await EventuallyAsync(() => !ProcessesThatMention(processFolder).Any()); // the guard removes the folder, and then ends itself
    }

    [Fact]
    public async Task Server_that_is_not_ours_is_used_and_left_running_without_our_databases()
    {
        var options = new ThrowawayServerOptions { Major = TestMajors.Any, AllowExisting = false };
        await using var server = await ThrowawayServer.StartAsync(options);
        await using var holder = await Holder.StartAsync("any", server.ConnectionString);
        holder.Source.Should().Contain("PGBACKUP_CONNECTION");
        (await ThrowawayServerTests.DatabaseNamesAsync(server.ConnectionString)).Should().Contain("held");

        await holder.EndAsync("dispose");

        (await ThrowawayServerTests.DatabaseNamesAsync(server.ConnectionString)).Should().NotContain("held");
    }

    private static async Task EventuallyAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (!condition())
            await Task.Delay(50, limit.Token);
    }

    private static IEnumerable<string> ProcessesThatMention(string text)
    {
        foreach (var process in Directory.EnumerateDirectories("/proc").Where(path => int.TryParse(Path.GetFileName(path), out _)))
        {
            string commandLine;
            try
            {
                commandLine = File.ReadAllText(Path.Combine(process, "cmdline")).Replace('\0', ' ');
            }
            catch (IOException)
            {
                continue; // it has ended meanwhile
            }

            if (commandLine.Contains(text, StringComparison.Ordinal))
                yield return commandLine;
        }
    }
}
