using PgBackup.AspNetCore.Endpoints;
using PgBackup.AspNetCore.Operations;

namespace PgBackup.AspNetCore.Backups;

/// <summary>The endpoints of backups.</summary>
internal static class BackupEndpoints
{
    private const string Tag = "Backups";

    public static IEnumerable<ApiEndpoint> All =>
    [
        new("GET", "", "listBackups", "Lists backups, the newest first.", ListBackups.RunAsync)
        {
            Tag = Tag,
            Query = ListBackups.Parameters,
            Answers = [new(200, "A page of the list.", typeof(BackupListResponse))],
        },
        new("POST", "", "createBackup", "Backs up the database, or a part of it.", CreateBackup.RunAsync)
        {
            Tag = Tag,
            Body = typeof(CreateBackupRequest),
            Answers =
            [
                new(201, "The backup was made.", typeof(BackupResponse)),
                new(202, "It is being made (Prefer: respond-async).", typeof(OperationResponse)),
            ],
        },
        new("GET", "/{id}", "getBackup", "Shows one backup.", GetBackup.RunAsync)
        {
            Tag = Tag,
            Answers = [new(200, "The backup.", typeof(BackupResponse))],
        },
        new("DELETE", "/{id}", "deleteBackup", "Deletes a backup.", DeleteBackup.RunAsync)
        {
            Tag = Tag,
            Answers = [new(204, "It is gone.")],
        },
        new("GET", "/{id}/tables", "listBackupTables", "Lists the tables whose rows a backup holds.", ListBackupTables.RunAsync)
        {
            Tag = Tag,
            Answers = [new(200, "The tables.", typeof(BackupTablesResponse))],
        },
        new("GET", "/{id}/download", "downloadBackup", "Downloads the artifact, or a range of it.", DownloadBackup.RunAsync)
        {
            Tag = Tag,
            Answers =
            [
                new(200, "The artifact.", MediaType: "application/octet-stream"),
                new(206, "The range that was asked for.", MediaType: "application/octet-stream"),
                new(304, "It is the one that the client has."),
                new(416, "The artifact has no such range."),
            ],
        },
        new("POST", "/{id}/verify", "verifyBackup", "Checks that a backup is good.", VerifyBackup.RunAsync)
        {
            Tag = Tag,
            Body = typeof(VerifyBackupRequest),
            Answers =
            [
                new(200, "What was found, good or bad.", typeof(VerificationResponse)),
                new(202, "It is being verified (Prefer: respond-async).", typeof(OperationResponse)),
            ],
        },
        new("POST", "/{id}/pin", "pinBackup", "Keeps retention from deleting a backup.", PinBackup.PinAsync)
        {
            Tag = Tag,
            Answers = [new(200, "The backup.", typeof(BackupResponse))],
        },
        new("POST", "/{id}/unpin", "unpinBackup", "Lets retention delete a backup again.", PinBackup.UnpinAsync)
        {
            Tag = Tag,
            Answers = [new(200, "The backup.", typeof(BackupResponse))],
        },
    ];
}
