namespace PgBackup.Doctor;

/// <summary>Looks for one kind of trouble, with queries over all objects at once.</summary>
internal interface IExamination
{
    Task ExamineAsync(ExaminedDatabase database, CancellationToken cancellationToken);
}
