namespace PgBackup.Restore;

/// <summary>Looks at what a restore will run, before it does.</summary>
internal interface IStatementCheck
{
    /// <summary>Looks at an entry; may change its statements or leave them out.</summary>
    void See(SurveyedEntry entry);

    /// <summary>Tells what was found, after all entries.</summary>
    void Complete();
}
