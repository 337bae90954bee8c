using System.Reflection;
using Xunit.Sdk;

namespace PgBackup.Tests.RoundTrip;

/// <summary>Runs a theory once for each format, whose name is its first argument; given values, once for each pair, and the value is the
/// second.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class EachFormatAttribute(params object[] values) : DataAttribute
{
    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => values.Length == 0
        ? TestFormats.All.Select(f => new object[] { f.Name })
        : TestFormats.All.SelectMany(_ => values, (f, value) => new[] { f.Name, value });
}
