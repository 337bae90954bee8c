using System.Text.Json;
using System.Text.Json.Serialization;

namespace PgBackup.Scheduling;

/// <summary>Schedules as the database keeps them: JSON in ASCII, which a database of any encoding takes.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(BackupSchedule))]
internal sealed partial class ScheduleJson : JsonSerializerContext
{
    public static string Write(BackupSchedule schedule) => JsonSerializer.Serialize(schedule, Default.BackupSchedule);

    public static BackupSchedule Read(string text) =>
        JsonSerializer.Deserialize(text, Default.BackupSchedule) ?? throw new JsonException("It is null.");

    public static BackupSchedule Copy(BackupSchedule schedule) => Read(Write(schedule));
}
