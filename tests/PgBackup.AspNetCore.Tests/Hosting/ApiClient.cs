using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace PgBackup.AspNetCore.Tests.Hosting;

/// <summary>Asks the API as a program does.</summary>
public sealed class ApiClient : IDisposable
{
    private readonly HttpClient _http;

    public ApiClient(Uri address, string? role, string user)
    {
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = address };
        if (role is not null)
        {
            _http.DefaultRequestHeaders.Add("X-User", user);
            _http.DefaultRequestHeaders.Add("X-Role", role);
        }
    }

    public Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<Answer> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path);

    public Task<Answer> PostAsync(string path, string? json = null, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Post, path, json, headers);

    public Task<Answer> PutAsync(string path, string json, params (string Name, string Value)[] headers) =>
        SendAsync(HttpMethod.Put, path, json, headers);

    /// <summary>Sends a request to a path below the prefix.</summary>
    public async Task<Answer> SendAsync(HttpMethod method, string path, string? json = null, params (string Name, string Value)[] headers)
    {
        using var request = Request(method, path, json, headers);
        using var response = await _http.SendAsync(request);
        return await Answer.ReadAsync(response);
    }

    /// <summary>Sends a request and hands over the response when its headers are there.</summary>
    public async Task<HttpResponseMessage> OpenAsync(
        HttpMethod method, string path, string? json = null, CancellationToken cancellationToken = default,
        params (string Name, string Value)[] headers)
    {
        using var request = Request(method, path, json, headers);
        return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    /// <summary>Makes a backup.</summary>
    /// <returns>Its id.</returns>
    public async Task<string> BackUpAsync(string json = "{}") =>
        (await PostAsync("", json)).Should(201).Json.GetProperty("id").GetString()!;

    /// <summary>Waits until an operation has ended.</summary>
    public async Task<JsonElement> EndOfAsync(string operationId)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (true)
        {
            var operation = (await GetAsync($"/operations/{operationId}")).Should(200).Json;
            if (operation.GetProperty("state").GetString() != "running")
                return operation;
            await Task.Delay(20, limit.Token);
        }
    }

    public void Dispose() => _http.Dispose();

    private static HttpRequestMessage Request(HttpMethod method, string path, string? json, (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, new Uri(TestHost.Prefix + path, UriKind.Relative));
        if (json is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(json));
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        foreach (var (name, value) in headers)
        {
            if (name == "Content-Type")
                request.Content!.Headers.ContentType = MediaTypeHeaderValue.Parse(value);
            else
                request.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }
}
