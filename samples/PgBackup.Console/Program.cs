using PgBackup.ConsoleHost;

return await Application.RunAsync(args);
