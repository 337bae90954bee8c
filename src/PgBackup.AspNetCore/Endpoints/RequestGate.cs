using PgBackup.AspNetCore.Errors;

namespace PgBackup.AspNetCore.Endpoints;

/// <summary>Lets a number of requests through at the same time and refuses the others: nothing waits.</summary>
/// <param name="name">What they are, in the plural.</param>
/// <param name="limit">How many.</param>
internal sealed class RequestGate(string name, int limit)
{
    private int _entered;

    /// <summary>Lets a request through; disposing the result ends it.</summary>
    /// <exception cref="ApiException"><c>too_many_operations</c>.</exception>
    public IDisposable Enter()
    {
        if (Interlocked.Increment(ref _entered) > limit)
        {
            Interlocked.Decrement(ref _entered);
            throw new ApiException(ApiErrorCodes.TooManyOperations, $"At most {limit} {name} run at the same time. Try again later.");
        }

        return new Place(this);
    }

    private sealed class Place(RequestGate gate) : IDisposable
    {
        private RequestGate? _gate = gate;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _gate, null) is { } gate)
                Interlocked.Decrement(ref gate._entered);
        }
    }
}
