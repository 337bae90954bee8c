namespace PgBackup;

/// <summary>The names of the files in a zip archive.</summary>
/// <param name="DefinitionsFile">The file with header, definitions and footer; for instance <c>schema.sql</c>.</param>
/// <param name="RowsDirectory">The directory of the tables' files; for instance <c>data</c>.</param>
/// <param name="RowsExtension">The extension of the tables' files, with its dot; for instance <c>.csv</c>.</param>
public sealed record ZipLayout(string DefinitionsFile, string RowsDirectory, string RowsExtension);
