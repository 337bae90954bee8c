namespace PgBackup.Web.SignIn;

/// <summary>Somebody who may sign in.</summary>
public sealed record Account(string Name, string Password, string Role);
