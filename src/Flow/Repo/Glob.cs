namespace Sluice.Flow.Repo;

/// <summary>
/// A pattern of paths or names. <c>?</c> and <c>*</c> stand for what holds no slash, <c>[a-z]</c> and <c>[!ab]</c> for one letter,
/// <c>**/</c> for any folders or none, <c>**</c> elsewhere for anything. All places of the pattern that a text may have come to are kept at
/// once, so that the two cost the product of their lengths at most, whoever wrote them.
/// </summary>
public sealed class Glob
{
    private const int Small = 128;

    private readonly List<Piece> _pieces = [];
    private readonly bool _anyCase;
    private readonly int _least;

    private Glob(string pattern, bool anyCase)
    {
        _anyCase = anyCase;
        for (var at = 0; at < pattern.Length; )
        {
            at = Read(pattern, at);
        }

        _least = _pieces.Count(piece => !MayBeNothing(piece));
    }

    /// <param name="anyCase">Letters are alike in both sizes.</param>
    public static Glob Parse(string pattern, bool anyCase = false) => new(anyCase ? pattern.ToUpperInvariant() : pattern, anyCase);

    public bool IsMatch(string text)
    {
        if (text.Length < _least)
        {
            return false;
        }

        var size = _pieces.Count + 1;
        Span<bool> both = size <= Small ? stackalloc bool[2 * size] : new bool[2 * size];
        both.Clear();
        var (here, next) = (0, size);
        Reach(both[..size], 0);
        foreach (var letter in text)
        {
            both.Slice(next, size).Clear();
            if (!Step(both.Slice(here, size), both.Slice(next, size), _anyCase ? char.ToUpperInvariant(letter) : letter))
            {
                return false;
            }

            (here, next) = (next, here);
        }

        return both[here + size - 1];
    }

    /// <returns>Where the next piece begins.</returns>
    private int Read(string pattern, int at)
    {
        switch (pattern[at])
        {
            case '*':
                return Stars(pattern, at);
            case '?':
                Add(new(Kind.One));
                return at + 1;
            case '[' when pattern.IndexOf(']', at) is > 0 and var end:
                var isNot = pattern[at + 1] == '!';
                Add(new(isNot ? Kind.NoneOf : Kind.OneOf, Letters: pattern[(at + (isNot ? 2 : 1))..end]));
                return end + 1;
            default:
                Add(new(Kind.Letter, pattern[at]));
                return at + 1;
        }
    }

    private int Stars(string pattern, int at)
    {
        var end = at;
        while (end < pattern.Length && pattern[end] == '*')
        {
            end++;
        }

        var isPart = at == 0 || pattern[at - 1] == '/';
        if (end - at > 1 && isPart && end < pattern.Length && pattern[end] == '/')
        {
            Add(new(Kind.Folders));
            return end + 1;
        }

        Add(new(end - at > 1 ? Kind.Anything : Kind.Part));
        return end;
    }

    /// <summary>Twice any folders are any folders: else a pattern that needs no letter could be as long as it likes.</summary>
    private void Add(Piece piece)
    {
        if (piece.Kind != Kind.Folders || _pieces is not [.., { Kind: Kind.Folders }])
        {
            _pieces.Add(piece);
        }
    }

    /// <returns>False: no place is left.</returns>
    private bool Step(Span<bool> here, Span<bool> next, char letter)
    {
        var isAlive = false;
        for (var place = 0; place < _pieces.Count; place++)
        {
            if (!here[place] || !Takes(_pieces[place], letter))
            {
                continue;
            }

            isAlive = true;
            switch (_pieces[place].Kind)
            {
                case Kind.Folders when letter != '/':
                    next[place] = true; // in the midst of a folder's name, where nothing that follows begins
                    break;
                case Kind.Part or Kind.Anything or Kind.Folders:
                    Reach(next, place);
                    break;
                default:
                    Reach(next, place + 1);
                    break;
            }
        }

        return isAlive;
    }

    private static bool Takes(Piece piece, char letter) =>
        piece.Kind switch
        {
            Kind.Letter => piece.Letter == letter,
            Kind.Anything or Kind.Folders => true,
            Kind.OneOf => letter != '/' && IsAmong(piece.Letters!, letter),
            Kind.NoneOf => letter != '/' && !IsAmong(piece.Letters!, letter),
            _ => letter != '/',
        };

    private static bool IsAmong(string letters, char letter)
    {
        for (var at = 0; at < letters.Length; at++)
        {
            var isRange = at + 2 < letters.Length && letters[at + 1] == '-';
            if (isRange ? letter >= letters[at] && letter <= letters[at + 2] : letter == letters[at])
            {
                return true;
            }

            at += isRange ? 2 : 0;
        }

        return false;
    }

    /// <summary>What may be nothing is stepped over: what comes after it is reached as well.</summary>
    private void Reach(Span<bool> places, int place)
    {
        places[place] = true;
        while (place < _pieces.Count && MayBeNothing(_pieces[place]))
        {
            places[++place] = true;
        }
    }

    private static bool MayBeNothing(Piece piece) => piece.Kind is Kind.Part or Kind.Anything or Kind.Folders;

    private enum Kind
    {
        Letter,
        One,
        OneOf,
        NoneOf,
        Part,
        Anything,
        Folders,
    }

    private readonly record struct Piece(Kind Kind, char Letter = '\0', string? Letters = null);
}
