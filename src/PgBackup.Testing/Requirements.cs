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
            Add(requirement, null);
        }
        catch (Exception exception)
        {
            Add(requirement, exception);
        }
    }

    public void Try(string requirement, Action check)
    {
        try
        {
            check();
            Add(requirement, null);
        }
        catch (Exception exception)
        {
            Add(requirement, exception);
        }
    }

    public static void Require(bool condition, string problem)
    {
        if (!condition)
            throw new ConformanceException(problem);
    }

    // Whatever a store or format throws, it is a result.
    private void Add(string requirement, Exception? failure) => _results.Add(new ConformanceResult(requirement, failure switch
    {
        null => null,
        ConformanceException => failure.Message,
        _ => $"it threw {failure.GetType().Name}: {failure.Message}",
    }));
}
