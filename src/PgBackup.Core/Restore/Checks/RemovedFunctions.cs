namespace PgBackup.Restore;

/// <summary>The functions of <c>pg_catalog</c> that a major has no more.</summary>
internal static class RemovedFunctions
{
    private static readonly (int Since, string[] Names)[] All =
    [
        (14, ["currtid", "numeric_fac"]),
        (15,
        [
            "close_lb", "close_sl", "dist_bl", "dist_lb", "path_center", "pg_backup_start_time", "pg_is_in_backup", "pg_start_backup",
            "pg_stop_backup",
        ]),
        (17,
        [
            "interval_accum", "interval_accum_inv", "interval_combine", "pg_read_file_old", "pg_rotate_logfile_old",
            "pg_stat_get_bgwriter_buf_written_checkpoints", "pg_stat_get_bgwriter_requested_checkpoints",
            "pg_stat_get_bgwriter_timed_checkpoints", "pg_stat_get_buf_fsync_backend", "pg_stat_get_buf_written_backend",
            "pg_stat_get_checkpoint_sync_time", "pg_stat_get_checkpoint_write_time",
        ]),
        (18, ["pg_timezone_abbrevs"]),
    ];

    /// <summary>Lists those that the one major has and the other, newer one has not.</summary>
    public static IEnumerable<string> Between(int older, int newer) =>
        All.Where(r => r.Since > older && r.Since <= newer).SelectMany(r => r.Names);
}
