namespace PgBackup.Schema;

/// <summary>The parts of an object that a backup may hold; of an extension's member, for instance, only changed privileges.</summary>
[Flags]
internal enum ObjectParts
{
    None = 0,
    Definition = 1,
    Data = 2,
    Comment = 4,
    SecurityLabel = 8,
    Privileges = 16,
    Owner = 32,
    All = Definition | Data | Comment | SecurityLabel | Privileges | Owner,
}
