namespace PgBackup.Schema;

/// <summary>Where a sequence stands.</summary>
/// <param name="LastValue">The value given last, or the first one to give.</param>
/// <param name="IsCalled">Whether <paramref name="LastValue"/> was given already.</param>
internal readonly record struct SequenceState(long LastValue, bool IsCalled);
