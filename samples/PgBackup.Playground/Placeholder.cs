namespace PgBackup.Playground;
internal static class Placeholder;
