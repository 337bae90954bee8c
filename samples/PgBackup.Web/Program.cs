using Microsoft.AspNetCore.Authentication.Cookies;
using PgBackup;
using PgBackup.Playground;
using PgBackup.Playground.Servers;
using PgBackup.Web.SignIn;

// A throw-away server with sample data, and a directory for its backups; both are gone when the host stops.
await using var server = await ThrowawayServer.StartAsync();
var connection = await server.CreateDatabaseAsync();
await SampleDatabase.CreateAsync(connection, scale: 0.1);
var store = Directory.CreateTempSubdirectory("pgbackup-web-");
var accounts = new Accounts();

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton(accounts);
builder.Services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme).AddCookie(cookie =>
{
    cookie.LoginPath = "/sign-in";
    cookie.AccessDeniedPath = "/denied";
    cookie.Cookie.SameSite = SameSiteMode.Strict;
    cookie.Cookie.HttpOnly = true;
});
builder.Services.AddAntiforgery();
builder.Services
    .AddPgBackup(options =>
    {
        options.ConnectionString = connection;
        options.Directory = store.FullName;
    })
    .AddSchedule("daily", "0 2 * * *", schedule =>
    {
        schedule.Name = "Daily full backup";
        schedule.TimeZone = "Europe/Berlin";
        schedule.Verification = VerificationLevel.Structure;
        schedule.Retention = new RetentionPolicy { KeepLast = 14, Monthly = 12 };
    })
    .AddHttpApi();

var app = builder.Build();
app.UseAuthentication();
app.UseAuthorization();
app.UseAntiforgery();
app.MapSignIn();
app.MapPgBackup("/api/backup");
app.MapPgBackupDashboard("/backups");

await app.StartAsync();
Console.WriteLine($"server    {server.Source}");
Console.WriteLine($"listening {app.Urls.First()}");
foreach (var account in accounts.All)
    Console.WriteLine($"sign in   {account.Name} {account.Password} ({account.Role})");
await app.WaitForShutdownAsync();
await app.DisposeAsync();
store.Delete(recursive: true);
