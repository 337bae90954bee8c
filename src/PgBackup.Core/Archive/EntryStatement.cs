namespace PgBackup;

/// <summary>One SQL statement of an entry, without its semicolon.</summary>
/// <param name="Role">What the statement is for.</param>
/// <param name="Text">The statement.</param>
public readonly record struct EntryStatement(StatementRole Role, string Text);
