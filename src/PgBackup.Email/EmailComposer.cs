using System.Net;
using System.Text;
using MimeKit;
using MimeKit.Text;

namespace PgBackup.Email;

/// <summary>Writes the e-mail of an event: text, and the same as HTML.</summary>
internal static class EmailComposer
{
    public static MimeMessage Compose(BackupEvent told, EmailOptions options)
    {
        var from = EmailOptions.Parse(options.From, nameof(options.From));
        var message = new MimeMessage
        {
            Subject = EventFacts.Subject(options.SubjectPrefix, told),
            Date = told.OccurredAt,
            // The same for each attempt, so that a message that arrives twice is one.
            MessageId = $"{told.Id}@{from.Domain}",
            Importance = told.Severity == BackupEventSeverity.Error ? MessageImportance.High : MessageImportance.Normal,
            Body = new MultipartAlternative
            {
                new TextPart(TextFormat.Plain) { Text = Text(told) },
                new TextPart(TextFormat.Html) { Text = Html(told) },
            },
        };
        message.From.Add(from);
        message.To.AddRange(options.To.Select(a => EmailOptions.Parse(a, nameof(options.To))));
        // No machine is to answer.
        message.Headers.Add("Auto-Submitted", "auto-generated");
        message.Headers.Add("X-PgBackup-Event", told.Kind.ToString());
        return message;
    }

    private static string Text(BackupEvent told)
    {
        var text = new StringBuilder().AppendLine(told.Message).AppendLine();
        if (told.Advice is not null)
            text.AppendLine("What to do:").AppendLine(told.Advice).AppendLine();
        foreach (var warning in told.Warnings)
            text.Append("- ").AppendLine(warning);
        if (told.Warnings.Count > 0)
            text.AppendLine();
        foreach (var (name, value) in EventFacts.Of(told))
            text.Append(name).Append(": ").AppendLine(value);
        return text.ToString();
    }

    private static string Html(BackupEvent told)
    {
        var colour = told.Severity switch
        {
            BackupEventSeverity.Error => "#b00020",
            BackupEventSeverity.Warning => "#b26a00",
            _ => "#1b6e3c",
        };
        var html = new StringBuilder()
            .Append("<!DOCTYPE html><html><body style=\"font-family:sans-serif;color:#222\">")
            .Append("<h2 style=\"color:").Append(colour).Append("\">").Append(Encode(Capital(EventFacts.Title(told.Kind)))).Append("</h2>")
            .Append("<p>").Append(Encode(told.Message)).Append("</p>");
        if (told.Advice is not null)
            html.Append("<p><b>What to do:</b> ").Append(Encode(told.Advice)).Append("</p>");
        if (told.Warnings.Count > 0)
            html.Append("<ul>").AppendJoin("", told.Warnings.Select(w => $"<li>{Encode(w)}</li>")).Append("</ul>");
        html.Append("<table>");
        foreach (var (name, value) in EventFacts.Of(told))
        {
            html.Append("<tr><td style=\"color:#666;padding-right:1em\">").Append(Encode(name)).Append("</td><td>").Append(Encode(value))
                .Append("</td></tr>");
        }

        return html.Append("</table></body></html>").ToString();
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
