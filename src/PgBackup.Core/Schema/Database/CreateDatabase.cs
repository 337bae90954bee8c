using System.Text;
using PgBackup.Postgres;

namespace PgBackup.Schema;

/// <summary>Writes the statement that makes a database like another one.</summary>
internal static class CreateDatabase
{
    /// <summary>Writes the statement; it cannot run in a transaction.</summary>
    /// <param name="name">The name of the new database, unquoted.</param>
    /// <param name="database">What it shall be like.</param>
    /// <param name="serverMajor">The major of the server that the statement is for; older ones know fewer options.</param>
    public static string Statement(string name, BackupDatabase database, int serverMajor)
    {
        var text = new StringBuilder($"CREATE DATABASE {Sql.Identifier(name)} WITH TEMPLATE = template0");
        text.Append(" ENCODING = ").Append(Sql.Literal(database.Encoding));
        if (serverMajor >= 15)
            text.Append(" LOCALE_PROVIDER = ").Append(Sql.Identifier(database.LocaleProvider));
        if (database.Collate == database.CType)
            text.Append(" LOCALE = ").Append(Sql.Literal(database.Collate));
        else
            text.Append(" LC_COLLATE = ").Append(Sql.Literal(database.Collate)).Append(" LC_CTYPE = ").Append(Sql.Literal(database.CType));
        if (database.Locale is not null)
        {
            text.Append(database.LocaleProvider == "builtin" ? " BUILTIN_LOCALE" : " ICU_LOCALE");
            text.Append(" = ").Append(Sql.Literal(database.Locale));
        }

        if (database.IcuRules is not null)
            text.Append(" ICU_RULES = ").Append(Sql.Literal(database.IcuRules));
        if (database.Tablespace is not null)
            text.Append(" TABLESPACE = ").Append(Sql.Identifier(database.Tablespace));
        return text.ToString();
    }
}
