namespace PgBackup.Testing;

/// <summary>Tries requirements one after the other; one that fails does not hide the next.</summary>
internal sealed class Requirements
{
    private readonly List<ConformanceResult> _results = [];

    public IReadOnlyList<ConformanceResult> Results => _results;

    public async Task TryAsync(string requirement, Func<Task> check)
    {
        try
        {
            await check().ConfigureAwait(false);
            _results.Add(new ConformanceResult(requirement, null));
        }
        catch (ConformanceException exception)
        {
            _results.Add(new ConformanceResult(requirement, exception.Message));
        }
#pragma warning disable CA1031 // Whatever a store or format throws, it is a result.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _results.Add(new ConformanceResult(requirement, $"it threw {exception.GetType().Name}: {exception.Message}"));
        }
    }

    public void Try(string requirement, Action check)
    {
        var done = TryAsync(requirement, () =>
        {
            check();
            return Task.CompletedTask;
        });
        // Nothing in it waits.
        done.GetAwaiter().GetResult();
    }

    public static void Require(bool condition, string problem)
    {
        if (!condition)
            throw new ConformanceException(problem);
    }
}
