namespace PgBackup.Postgres;

/// <summary>What a piece of an SQL statement is.</summary>
internal enum SqlTokenKind
{
    /// <summary>A key word or a bare name.</summary>
    Word,

    /// <summary>A name in double quotes.</summary>
    QuotedIdentifier,

    /// <summary>A string constant, with or without an E before it.</summary>
    String,

    /// <summary>A string between dollar quotes.</summary>
    DollarString,

    /// <summary>A single other character, such as a comma.</summary>
    Symbol,
}
