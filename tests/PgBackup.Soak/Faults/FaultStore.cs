namespace PgBackup.Soak.Faults;

/// <summary>A store that has the faults of disks and networks.</summary>
public sealed class FaultStore(IBackupStore inner) : IBackupStore
{
    private const int NoSpaceLeft = 28; // ENOSPC

    private long _calls;
    private long _written;

    /// <summary>Gets how often it was called, counting each read and write of a stream.</summary>
    public long Calls => Interlocked.Read(ref _calls);

    /// <summary>Gets or sets the call that fails, from 1; none when 0.</summary>
    public long FailsAtCall { get; set; }

    /// <summary>Gets or sets how many bytes can be written.</summary>
    public long Space { get; set; } = long.MaxValue;

    /// <summary>Gets or sets how many bytes a read returns at most.</summary>
    public int LongestRead { get; set; } = int.MaxValue;

    /// <summary>Gets or sets a value indicating whether a range is read to the end of its file.</summary>
    public bool ReadsTooMuch { get; set; }

    /// <summary>Gets or sets how long a call takes.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>Gets or sets which calls take so long: each one, or each second, third and so on.</summary>
    public int DelayEvery { get; set; } = 1;

    public string Description => inner.Description;

    /// <summary>Forgets the faults, and counts calls and bytes anew.</summary>
    public void Heal()
    {
        (FailsAtCall, Space, LongestRead, ReadsTooMuch) = (0, long.MaxValue, int.MaxValue, false);
        (Delay, DelayEvery) = (TimeSpan.Zero, 1);
        Interlocked.Exchange(ref _calls, 0);
        Interlocked.Exchange(ref _written, 0);
    }

    public async Task<IBackupStoreWrite> CreateAsync(string name, CancellationToken cancellationToken)
    {
        await CallAsync(cancellationToken);
        return new FaultWrite(this, await inner.CreateAsync(name, cancellationToken));
    }

    public async Task<Stream> OpenReadAsync(string name, long offset, long? length, CancellationToken cancellationToken)
    {
        await CallAsync(cancellationToken);
        return new FaultStream(this, await inner.OpenReadAsync(name, offset, ReadsTooMuch ? null : length, cancellationToken));
    }

    public async IAsyncEnumerable<StoredFile> ListAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await CallAsync(cancellationToken);
        await foreach (var file in inner.ListAsync(cancellationToken))
            yield return file;
    }

    public async Task<bool> DeleteAsync(string name, CancellationToken cancellationToken)
    {
        await CallAsync(cancellationToken);
        return await inner.DeleteAsync(name, cancellationToken);
    }

    public async Task CleanUpAsync(CancellationToken cancellationToken)
    {
        await CallAsync(cancellationToken);
        await inner.CleanUpAsync(cancellationToken);
    }

    internal async ValueTask CallAsync(CancellationToken cancellationToken)
    {
        var call = Interlocked.Increment(ref _calls);
        if (Delay > TimeSpan.Zero && call % DelayEvery == 0)
            await Task.Delay(Delay, cancellationToken);
        if (call == FailsAtCall)
            throw new IOException("The storage does not answer.");
    }

    internal void Take(int bytes)
    {
        if (Interlocked.Add(ref _written, bytes) > Space)
            throw new IOException("No space left on device", NoSpaceLeft);
    }
}
