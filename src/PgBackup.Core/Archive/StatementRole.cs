namespace PgBackup;

/// <summary>What a statement of an entry is for, so that a restore can leave out owners or privileges.</summary>
public enum StatementRole
{
    /// <summary>Makes the object, or sets one of its properties.</summary>
    Definition,

    /// <summary>Sets the object's owner.</summary>
    Owner,

    /// <summary>Grants or revokes privileges.</summary>
    Privilege,

    /// <summary>Sets a comment.</summary>
    Comment,

    /// <summary>Sets a security label.</summary>
    SecurityLabel,
}
