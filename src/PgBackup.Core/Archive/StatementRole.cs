namespace PgBackup;

/// <summary>What a statement of an entry is for, so that a restore can leave out owners or privileges.</summary>
public enum StatementRole
{
    /// <summary>Makes the object, or sets one of its properties.</summary>
    Definition,

    /// <summary>Sets the object's owner.</summary>
    Owner,

    /// <summary>Grants or revokes privileges: on an object, by a membership in a role, or by an attribute of a role such as
    /// SUPERUSER.</summary>
    Privilege,

    /// <summary>Sets a comment.</summary>
    Comment,

    /// <summary>Sets a security label.</summary>
    SecurityLabel,

    /// <summary>Sets a configuration parameter for the sessions of a role or of the database.</summary>
    Setting,

    /// <summary>Sets a role's password, by the hash that the server stores. No log should repeat the statement.</summary>
    Password,

    /// <summary>Moves a table or an index to its tablespace, which the target may lack.</summary>
    Tablespace,
}
