using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace PgBackup.AspNetCore.Tests.Documents;

/// <summary>The examples of the pages on the HTTP API; a test of the library compares them word by word.</summary>
internal static class HttpExamples
{
    public static WebApplication Add(WebApplicationBuilder builder, string connectionString)
    {
        builder.Services.AddPgBackup(o => o.ConnectionString = connectionString).AddHttpApi();
        var app = builder.Build();
        app.MapPgBackup("/api/backup");
        return app;
    }

    public static WebApplication AddDashboard(WebApplicationBuilder builder, string connectionString)
    {
        builder.Services.AddPgBackup(o => o.ConnectionString = connectionString).AddHttpApi();
        var app = builder.Build();
        app.MapPgBackupDashboard("/backups");
        return app;
    }

    public static void ChooseAdministrators(WebApplicationBuilder builder) =>
        builder.Services.AddAuthorizationBuilder()
            .AddPolicy(PgBackupPolicies.Administrator, policy => policy.RequireClaim("department", "operations"));
}
