namespace PgBackup.Web.SignIn;

/// <summary>What a program signs in with.</summary>
public sealed record Credentials(string Name, string Password);
