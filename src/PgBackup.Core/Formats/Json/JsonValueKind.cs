namespace PgBackup.Formats;

/// <summary>How values of a type, or the elements of an array of it, are written.</summary>
internal enum JsonValueKind
{
    /// <summary>A string with PostgreSQL's text.</summary>
    Text,

    /// <summary>true or false.</summary>
    Boolean,

    /// <summary>A number of a type whose values doubles hold exactly, or that is a double itself.</summary>
    Number,

    /// <summary>A number of a type whose values may have more digits than doubles hold.</summary>
    WideNumber,

    /// <summary>PostgreSQL's text is JSON already.</summary>
    Json,
}
