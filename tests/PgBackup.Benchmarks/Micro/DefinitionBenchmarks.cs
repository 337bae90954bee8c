using BenchmarkDotNet.Attributes;
using PgBackup.Postgres;

namespace PgBackup.Benchmarks.Micro;

/// <summary>What the definitions of a large database pass through: quoting.</summary>
public class DefinitionBenchmarks
{
    [Params("customer_id", "Customer \"Id\"")]
    public string Name { get; set; } = "";

    [Benchmark]
    public string Identifier() => Sql.Identifier(Name);

    [Benchmark]
    public string Literal() => Sql.Literal(Name);
}
