namespace PgBackup.ConsoleHost.Commands;

/// <summary>Which of the common options a command understands.</summary>
[Flags]
internal enum CommandNeeds
{
    None = 0,
    Connection = 1,
    Store = 2,
    History = 4,
}
