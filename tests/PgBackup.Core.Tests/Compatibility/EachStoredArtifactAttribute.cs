using System.Reflection;
using PgBackup.Tests.Servers;
using Xunit.Sdk;

namespace PgBackup.Tests.Compatibility;

/// <summary>Runs a theory once for each stored artifact, and once for each major under test that it may be restored on.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class EachStoredArtifactAttribute : DataAttribute
{
    /// <summary>Gets or sets a value indicating whether the theory is about majors; else it needs no server.</summary>
    public bool OnEachMajor { get; set; }

    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => StoredArtifact.All.SelectMany(artifact => OnEachMajor
        ? TestMajors.All.Where(major => Suits(artifact, major)).Select(major => new object[] { artifact.ToString(), major })
        : [[artifact.ToString()]]);

    // Majors and compressions have nothing to do with each other: what lies between the oldest and the newest gets one of each format.
    private static bool Suits(StoredArtifact artifact, int major) => major >= artifact.Major
        && (major == artifact.Major || major == TestMajors.Any || artifact.Name.Contains("-gzip-", StringComparison.Ordinal));
}
