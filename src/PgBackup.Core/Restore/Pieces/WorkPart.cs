namespace PgBackup.Restore;

/// <summary>A part of a step, as a worker takes it.</summary>
internal readonly record struct WorkPart(WorkNode Node, int Number)
{
    public Task RunAsync(RestoreWorker worker, CancellationToken cancellationToken) => Node.Run(worker, Number, cancellationToken);
}
