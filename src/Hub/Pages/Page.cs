using System.Net;
using System.Text;

namespace Sluice.Hub.Pages;

/// <summary>A small page: whatever is put on it is text.</summary>
internal sealed class Page
{
    private readonly StringBuilder _html = new();

    public Page(string title) =>
        _html.Append(
            "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">"
                + $"<title>{Safe(title)} · hub</title><style>body{{font:16px/1.5 system-ui,sans-serif;max-width:50rem;margin:2rem auto;padding:0 1rem}}"
                + $"pre{{white-space:pre-wrap;overflow-wrap:anywhere}}p{{margin:.3rem 0}}</style><p><small>hub, a GitHub on this machine</small></p><h1>{Safe(title)}</h1>"
        );

    public Page Heading(string text) => Add($"<h2>{Safe(text)}</h2>");

    public Page Text(string text) => Add($"<pre>{Safe(text)}</pre>");

    public Page Link(string to, string text) => Line("", (to, text));

    public Page Line(string text, (string To, string Text)? link = null) =>
        Add($"<p>{Safe(text)}{(link is var (to, name) ? $"<a href=\"{Safe(to)}\">{Safe(name)}</a>" : "")}</p>");

    public override string ToString() => _html + "</html>\n";

    private static string Safe(string text) => WebUtility.HtmlEncode(text);

    private Page Add(string html)
    {
        _html.Append(html).Append('\n');
        return this;
    }
}
