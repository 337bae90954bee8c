namespace PgBackup;

/// <summary>What a step of a restore does.</summary>
public enum RestoreAction
{
    /// <summary>Creates an object that is not there.</summary>
    Create,

    /// <summary>Sets properties of something that is there whatever is restored, such as the database.</summary>
    Alter,

    /// <summary>Drops an object that is there.</summary>
    Drop,

    /// <summary>Leaves an object that is there as it is.</summary>
    Keep,

    /// <summary>Removes all rows of a table.</summary>
    Empty,

    /// <summary>Loads rows.</summary>
    Load,

    /// <summary>Makes an object again that was dropped because it depends on a dropped table, as it was in the target.</summary>
    Recreate,

    /// <summary>Keeps a database under another name.</summary>
    Rename,
}
