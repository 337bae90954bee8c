namespace PgBackup.Playground.Servers;

/// <summary>How a throw-away database differs from the server's usual ones (UTF8, locale C).</summary>
public sealed class ThrowawayDatabaseOptions
{
    /// <summary>Gets or sets the encoding, such as <c>LATIN1</c> or <c>SQL_ASCII</c>.</summary>
    public string? Encoding { get; set; }

    /// <summary>Gets or sets the operating system's locale, for collation and character types alike.</summary>
    /// <value>A locale that the server's system has; only <c>C</c> and <c>POSIX</c> exist everywhere.</value>
    public string? Locale { get; set; }

    /// <summary>Gets or sets the ICU locale; the database then uses the ICU provider.</summary>
    /// <value>Such as <c>de-DE</c> or <c>und</c>. Servers from 15 on.</value>
    public string? IcuLocale { get; set; }

    /// <summary>Gets or sets the locale of the built-in provider; the database then uses that provider.</summary>
    /// <value><c>C</c>, <c>C.UTF-8</c>, or <c>PG_UNICODE_FAST</c> (18). Servers from 17 on.</value>
    public string? BuiltinLocale { get; set; }

    /// <summary>Gets or sets the role that owns the database.</summary>
    public string? Owner { get; set; }

    internal string ToSql()
    {
        var sql = " TEMPLATE template0"; // template1 admits no other encoding or locale
        if (Encoding is not null)
            sql += $" ENCODING {SqlText.Literal(Encoding)}";
        if (Locale is not null)
            sql += $" LC_COLLATE {SqlText.Literal(Locale)} LC_CTYPE {SqlText.Literal(Locale)}";
        if (IcuLocale is not null)
            sql += $" LOCALE_PROVIDER icu ICU_LOCALE {SqlText.Literal(IcuLocale)}";
        if (BuiltinLocale is not null)
            sql += $" LOCALE_PROVIDER builtin BUILTIN_LOCALE {SqlText.Literal(BuiltinLocale)}";
        if (Owner is not null)
            sql += $" OWNER {SqlText.Identifier(Owner)}";
        return sql;
    }
}
