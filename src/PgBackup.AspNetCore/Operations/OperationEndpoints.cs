using PgBackup.AspNetCore.Endpoints;

namespace PgBackup.AspNetCore.Operations;

/// <summary>The endpoints of operations.</summary>
internal static class OperationEndpoints
{
    private const string Tag = "Operations";

    public static IEnumerable<ApiEndpoint> All =>
    [
        new("GET", "/operations", "listOperations", "Lists what runs in this process, and what has ended not long ago.", ListAsync)
        {
            Tag = Tag,
            Answers = [new(200, "The operations, the newest first.", typeof(OperationListResponse))],
        },
        new("GET", "/operations/{id}", "getOperation", "Shows how far an operation is.", GetAsync)
        {
            Tag = Tag,
            Answers = [new(200, "The operation.", typeof(OperationResponse))],
        },
        new("DELETE", "/operations/{id}", "cancelOperation", "Cancels an operation; what it had begun is undone.", CancelAsync)
        {
            Tag = Tag,
            Answers =
            [
                new(202, "It is being cancelled.", typeof(OperationResponse)),
                new(200, "It had ended before.", typeof(OperationResponse)),
            ],
        },
        new("GET", "/operations/{id}/events", "watchOperation", "Sends each change of an operation.", OperationEvents.RunAsync)
        {
            Tag = Tag,
            Answers =
            [
                new(200, "Server-sent events; the data of each is the operation.", MediaType: "text/event-stream"),
                new(204, "The client has seen the end already (Last-Event-ID)."),
            ],
        },
    ];

    private static Task ListAsync(ApiCall call) => call.WriteAsync(
        200,
        new OperationListResponse { Operations = [.. call.Service<OperationRegistry>().List().Select(o => o.Describe())] },
        ApiJson.Default.OperationListResponse);

    private static Task GetAsync(ApiCall call)
    {
        var operation = call.Service<OperationRegistry>().Get(call.Id);
        if (operation.IsRunning)
            call.Response.Headers.RetryAfter = "1";
        return call.WriteAsync(200, operation.Describe(), ApiJson.Default.OperationResponse);
    }

    private static Task CancelAsync(ApiCall call)
    {
        var operation = call.Service<OperationRegistry>().Get(call.Id);
        var isRunning = operation.IsRunning;
        operation.Cancel();
        return call.WriteAsync(isRunning ? 202 : 200, operation.Describe(), ApiJson.Default.OperationResponse);
    }
}
