using System.CommandLine;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace PgBackup.Benchmarks.Micro;

/// <summary>The command that measures the hot loops alone.</summary>
internal static class MicroCommand
{
    public static Command Create()
    {
        var filter = new Option<string>("--filter") { Description = "Which benchmarks, such as *Json*.", DefaultValueFactory = _ => "*" };
        var command = new Command(
            "micro", "Measures the hot loops: reading COPY, framing, compressing, hashing, JSON, CSV, quoting, sorting.")
        {
            filter,
        };
        command.SetAction(arguments =>
        {
            // Within this process: a generated project would fall under this repository's rules.
            var config = DefaultConfig.Instance
                .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance))
                .AddDiagnoser(MemoryDiagnoser.Default)
                .WithArtifactsPath(Path.Combine(Path.GetTempPath(), "pgbackup-micro-benchmarks"));
            BenchmarkSwitcher.FromAssembly(typeof(MicroCommand).Assembly).Run(["--filter", arguments.GetValue(filter)!], config);
        });
        return command;
    }
}
