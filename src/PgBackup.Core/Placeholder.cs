namespace PgBackup; internal static class Placeholder;
