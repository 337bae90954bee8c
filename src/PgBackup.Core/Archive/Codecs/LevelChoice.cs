namespace PgBackup.Archive;

/// <summary>Which levels of a compression may be chosen, and when.</summary>
/// <param name="Levels">The levels, the highest last.</param>
/// <param name="Tolerance">How large a level's result may be, as a part of the highest one's; 1 or more.</param>
/// <param name="SampleSize">How many bytes decide. A small part of a segment, and more than what the compression looks back at.</param>
internal sealed record LevelChoice(IReadOnlyList<int> Levels, double Tolerance, int SampleSize);
