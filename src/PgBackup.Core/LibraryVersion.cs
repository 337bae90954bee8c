using System.Reflection;

namespace PgBackup;

/// <summary>The version of this library, as artifacts name it.</summary>
internal static class LibraryVersion
{
    // Without the build metadata behind '+', which would make two builds of one version differ.
    public static string Text { get; } = typeof(LibraryVersion).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
