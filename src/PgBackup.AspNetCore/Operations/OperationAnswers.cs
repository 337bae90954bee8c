using Microsoft.AspNetCore.Http;
using PgBackup.AspNetCore.Endpoints;
using PgBackup.AspNetCore.Errors;

namespace PgBackup.AspNetCore.Operations;

/// <summary>Answers a request for something long: at once with where to look, or with what it came to.</summary>
internal static class OperationAnswers
{
    /// <param name="call">The request. When its client goes away, the operation goes on.</param>
    /// <param name="operation">The operation that it started.</param>
    /// <param name="answer">Answers with what came of it.</param>
    public static async Task AnswerAsync(ApiCall call, Operation operation, Func<OperationResult, Task> answer)
    {
        if (call.PrefersAsync)
        {
            var headers = call.Response.Headers;
            headers["Preference-Applied"] = "respond-async";
            headers.Location = $"{call.Root}/operations/{operation.Id}";
            headers.RetryAfter = "1";
            await call.WriteAsync(StatusCodes.Status202Accepted, operation.Describe(), ApiJson.Default.OperationResponse)
                .ConfigureAwait(false);
            return;
        }

        await operation.Ended.WaitAsync(call.Aborted).ConfigureAwait(false);
        if (operation.Problem is { } problem)
            throw new ApiException(problem.Code, problem.Title) { Problem = problem };
        await answer(operation.Result).ConfigureAwait(false);
    }
}
