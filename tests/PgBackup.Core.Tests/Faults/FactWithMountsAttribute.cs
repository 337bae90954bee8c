using PgBackup.Soak.Faults;
using Xunit;

namespace PgBackup.Tests.Faults;

/// <summary>A test that needs a small disk of its own, and is skipped where none can be mounted.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FactWithMountsAttribute : FactAttribute
{
    public override string? Skip => SmallDisk.CanMount ? base.Skip : "mounting a small disk takes Linux and root";
}
