using Microsoft.Extensions.DependencyInjection;

namespace PgBackup.Soak.Rounds;

/// <summary>Damages copies of a backup: a verification must see each damage, and a restore must not touch the database.</summary>
internal static class DamageRound
{
    private const int Flips = 20;
    private const int Cuts = 2;
    private const int Swaps = 1;

    /// <summary>Damages and verifies.</summary>
    /// <returns>How many damages were made, which is how many were found.</returns>
    public static async Task<int> RunAsync(SoakWorld world, BackupInfo backup, Random random)
    {
        var directory = Directory.CreateTempSubdirectory("pgbackup-soak-damage-");
        try
        {
            var store = SoakWorld.LocalStore(directory.FullName);
            foreach (var name in new[] { backup.Artifact, backup.Id + ".manifest.json" })
                File.Copy(Path.Combine(world.StorePath, name), Path.Combine(directory.FullName, name));
            var empty = await world.CreateDatabaseAsync("damaged");
            await using var services = SoakWorld.Services(empty, store);
            var backups = services.GetRequiredService<IDatabaseBackup>();
            var tried = 0;
            foreach (var name in new[] { backup.Artifact, backup.Id + ".manifest.json" })
            {
                var path = Path.Combine(directory.FullName, name);
                var good = await File.ReadAllBytesAsync(path);
                for (var i = 0; i < Flips + Cuts + Swaps; i++, tried++)
                {
                    var (damaged, what) = Damage(good, i, random);
                    await File.WriteAllBytesAsync(path, damaged);
                    await FoundAsync(backups, backup, $"{name}: {what}");
                }

                await UntouchedAsync(backups, backup, empty);
                await File.WriteAllBytesAsync(path, good);
            }

            return tried;
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static (byte[] Damaged, string What) Damage(byte[] good, int number, Random random)
    {
        var position = random.Next(good.Length);
        if (number < Flips)
        {
            var damaged = good.ToArray();
            damaged[position] ^= (byte)random.Next(1, 256);
            return (damaged, $"byte {position} is {damaged[position]} instead of {good[position]}");
        }

        if (number < Flips + Cuts)
            return (good[..position], $"cut at {position}");
        // What stands behind the position comes first.
        position = Math.Max(1, position);
        byte[] swapped = [.. good.AsSpan(position), .. good.AsSpan(0, position)];
        return (swapped, $"turned round at {position}");
    }

    private static async Task FoundAsync(IDatabaseBackup backups, BackupInfo backup, string what)
    {
        if ((await backups.VerifyBackupAsync(backup.Id)).IsGood)
            throw new ViolationException($"Damage is not found: {what}");
    }

    // The last damage turned the file round: nothing of it can be used.
    private static async Task UntouchedAsync(IDatabaseBackup backups, BackupInfo backup, string empty)
    {
        try
        {
            await backups.RestoreBackupAsync(backup.Id);
            throw new ViolationException("A damaged backup was restored.");
        }
        catch (PgBackupException exception)
            when (exception.Code is PgBackupErrorCodes.ArtifactCorrupt or PgBackupErrorCodes.ManifestCorrupt)
        {
            var made = await SoakWorld.ScalarAsync<long>(empty, "SELECT count(*) FROM pg_class WHERE oid >= 16384");
            if (made > 0)
                throw new ViolationException($"A damaged backup left {made} relations.");
        }
    }
}
