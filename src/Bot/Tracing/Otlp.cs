using Sluice.Flow;

namespace Sluice.Bot.Tracing;

/// <summary>
/// Spans as OTLP has them: an <c>ExportTraceServiceRequest</c> in binary Protocol Buffers. The numbers are those of its <c>trace.proto</c>.
/// </summary>
internal static class Otlp
{
    private const int Internal = 1;
    private const int Server = 2;
    private const int Error = 2;

    public static ReadOnlyMemory<byte> Request(IReadOnlyList<SpanTag> resource, IEnumerable<Span> spans)
    {
        var request = new Protobuf();
        request.Part(
            1,
            of =>
            {
                of.Part(1, described => Tags(described, 1, resource));
                of.Part(
                    2,
                    scope =>
                    {
                        scope.Part(1, named => named.Text(1, "Sluice"));
                        foreach (var span in spans)
                        {
                            scope.Part(2, part => Write(part, span));
                        }
                    }
                );
            }
        );
        return request.Written;
    }

    private static void Write(Protobuf part, Span span)
    {
        part.Hex(1, span.Trace);
        part.Hex(2, span.Id);
        if (span.Parent is { } parent)
        {
            part.Hex(4, parent);
        }

        part.Text(5, span.Name);
        part.Whole(6, span.IsServer ? Server : Internal);
        part.Fixed(7, Nanoseconds(span.Start));
        part.Fixed(8, Nanoseconds(span.End < span.Start ? span.Start : span.End));
        Tags(part, 9, span.Tags);
        foreach (var happened in span.Events)
        {
            part.Part(
                11,
                of =>
                {
                    of.Fixed(1, Nanoseconds(happened.At));
                    of.Text(2, happened.Name);
                    Tags(of, 3, happened.Tags);
                }
            );
        }

        foreach (var link in span.Links)
        {
            part.Part(
                13,
                of =>
                {
                    of.Hex(1, link.Trace);
                    of.Hex(2, link.Id);
                }
            );
        }

        if (span.Failed is { } why)
        {
            part.Part(
                15,
                of =>
                {
                    of.Text(2, why);
                    of.Whole(3, Error);
                }
            );
        }
    }

    private static void Tags(Protobuf part, int field, IReadOnlyList<SpanTag> tags)
    {
        foreach (var tag in tags)
        {
            part.Part(
                field,
                pair =>
                {
                    pair.Text(1, tag.Name);
                    pair.Part(2, value => Value(value, tag.Value));
                }
            );
        }
    }

    private static void Value(Protobuf into, object value)
    {
        switch (value)
        {
            case bool known:
                into.Whole(2, known ? 1 : 0);
                break;
            case long number:
                into.Whole(3, number);
                break;
            case double number:
                into.Double(4, number);
                break;
            case Row<string> texts:
                into.Part(
                    5,
                    list =>
                    {
                        foreach (var text in texts)
                        {
                            list.Part(1, one => one.Text(1, text));
                        }
                    }
                );
                break;
            case string text:
                into.Text(1, text);
                break;
            default:
                throw new ArgumentException($"no attribute has a {value.GetType().Name}", nameof(value));
        }
    }

    private static ulong Nanoseconds(DateTimeOffset at) => (ulong)(at.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) * 100;
}
