using System.Text.Json;

namespace PgBackup.AspNetCore.Errors;

/// <summary>A field of a body has a value that it cannot have; the serializer adds which one.</summary>
/// <param name="message">What would be right, in words for who asks.</param>
internal sealed class FieldException(string message) : JsonException(message);
