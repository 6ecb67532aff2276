using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;

namespace Sluice.Bot.Pages;

/// <summary>Markup in which whatever was filled in is encoded, unless it is markup itself.</summary>
internal readonly record struct Html(string Text)
{
    public static Html Empty { get; } = new("");

    public static Html Of(FormattableString template) => new(string.Format(Encoding, template.Format, template.GetArguments()));

    public static Html Join(IEnumerable<Html> parts) =>
        new(parts.Aggregate(new StringBuilder(), (text, part) => text.Append(part.Text)).ToString());

    public override string ToString() => Text;

    private static IFormatProvider Encoding { get; } = new Encoder();

    private sealed class Encoder : IFormatProvider, ICustomFormatter
    {
        public object? GetFormat(Type? formatType) => formatType == typeof(ICustomFormatter) ? this : null;

        public string Format(string? format, object? arg, IFormatProvider? formatProvider) =>
            arg switch
            {
                null => "",
                Html html => html.Text,
                IFormattable value => HtmlEncoder.Default.Encode(value.ToString(format, CultureInfo.InvariantCulture)),
                _ => HtmlEncoder.Default.Encode(arg.ToString() ?? ""),
            };
    }
}
