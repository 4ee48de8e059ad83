"""Pieces of text with their fonts -> Unicode: which old encoding a piece is in, by its font, else by its letters.

A font that names an encoding (`.VnTime`, `VNI-Times`) decides for its text, unless the text is evidently written
otherwise; text in any other font is converted only where that makes Vietnamese words of what are none. Fonts whose
name ends in H (`.VnTimeH`) draw small letters as capitals, so their text becomes capitals.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import islice
from math import inf
from typing import Final, NamedTuple

from pipeline.readers.old_fonts.tables import Encoding, convert
from pipeline.readers.vietnamese import is_syllable

_ABC_FAMILIES: Final = (
    "3dh?$|arab|arial|aris|avant|bahama|black|bodon|book|cent|clarend|comm|coop|cour|exot|free|goth|helvet|koal|linc"
    "|linus|luci|memo|mono|myst|park|pres|revue|shel|south|stamp|tek|tifani|time(?!s2)|univ|vogue"
)
"""Families of the fonts of ABC; the names that printers know them by have no dot in front."""
_BY_NAME: Final = (
    (re.compile(r"\.?vn(?:" + _ABC_FAMILIES + ")", re.I), Encoding.TCVN3),
    (re.compile(r"\.vn|\.?abc |.*tcvn", re.I), Encoding.TCVN3),
    (re.compile(r"\.?vni(?:$|[-_ ])", re.I), Encoding.VNI),
    (re.compile(r"vps(?:$|[-_ ])", re.I), Encoding.VPS),
    (re.compile(r"vi (?:times|arial)|heonv|.*viscii", re.I), Encoding.VISCII),
)
"""ABC's fonts begin with .Vn, VNI's with VNI-, VPS's with VPS; those of VISCII were VI Times, Heonv and others."""
_PICTURES: Final = re.compile(r"(?:\+printed|symbol|wingdings|webdings|zapfdingbats|marlett|mt extra)", re.I)
_SUBSET: Final = re.compile(r"[A-Z]{6}\+")
_SUFFIX: Final = re.compile(r"(?:\(ds\)|[-, ]?(?:bold|italic|regular|normal|oblique))*$", re.I)

_UNICODE_ONLY: Final = re.compile("[\u1ea0-\u1ef9ăĂđĐĩĨũŨơƠưƯ]")
"""Letters that no old encoding is read as, but by Windows-1258, which sets combining marks beside them."""
_TOKEN: Final = re.compile(r"\S+")
_LONGEST_TOKEN: Final = 100
"""Characters of a word with the dots of a form before it; longer ones (a picture as text) tell nothing."""
_LETTERS: Final = re.compile(r"[^\W\d_¹²³⁰⁴-⁹₀-₉¼½¾]+")
_SIGNS: Final = "[\u00a1-\u00af\u00b1\u00b4-\u00bf\u00d7\u00f7\uf020-\uf0ff]"
_GLUED: Final = re.compile(f"[A-Za-z]{_SIGNS}|{_SIGNS}[A-Za-z]")
"""A sign beside a letter, as in `nh©n`: no word has one."""
_SOFT_HYPHEN: Final = "\u00ad"
_HORNS: Final = re.compile("[\u00ad\u2212\u2010]")
_LONE_HORN: Final = re.compile(r"(?<![^\W\d_])ư(?![^\W\d_])")
_EDGES: Final = "«»“”‘’\"'()[]{}.,;:!?…–—-•·*/"
_STOPS: Final = ("c", "ch", "p", "t")
_TONES_OF_STOPS: Final = ("\u0301", "\u0323")
_SAMPLE_TOKENS: Final = 400
_LEAST_TOKENS: Final = 8
"""Words with letters outside ASCII from which the letters of a font's text tell its encoding."""
_FEW_TOKENS: Final = 3
_GOOD: Final = 0.8
_POOR: Final = 0.5
_CLEARLY_BETTER: Final = 0.3
"""Shares of words that read as Vietnamese: sound text has over 0.95, text read in another encoding under 0.8."""

PRINTED: Final = "+printed"
"""The font of marks that the reader writes itself (a raised ¹ of a note): they are letters of no font."""


class Piece(NamedTuple):
    """Text in one font; None where the file names no font."""

    text: str
    font: str | None = None


class FontSays(NamedTuple):
    """What a font's name tells: its encoding, whether it draws capitals, whether it draws pictures and no letters."""

    encoding: Encoding | None = None
    capitals: bool = False
    pictures: bool = False


@lru_cache(maxsize=1024)
def font_says(font: str | None) -> FontSays:
    """Return what a font's name tells of its text.

    >>> font_says("ABCDEF+.VnTimeH")
    FontSays(encoding=<Encoding.TCVN3: 'TCVN3'>, capitals=True, pictures=False)
    >>> font_says("VNI-Times").encoding, font_says("Times New Roman").encoding
    (<Encoding.VNI: 'VNI'>, None)
    """
    if not font:
        return FontSays()
    name = _SUFFIX.sub("", _SUBSET.sub("", font.strip()))
    if _PICTURES.match(name):
        return FontSays(pictures=True)
    encoding = next((encoding for pattern, encoding in _BY_NAME if pattern.match(name)), None)
    return FontSays(encoding, encoding is Encoding.TCVN3 and name[-1:] in "hH")


def suspects(text: str) -> bool:
    """Tell quickly whether text may hold letters of an old font: signs inside words, or vowels with a second mark."""
    return _SUSPECT.search(text) is not None


_SUSPECT: Final = re.compile(
    "[¡-¯±´-¿×÷\u00ad\uf020-\uf0ffÂâÄäÅåûÛùøïõ](?:(?<=[A-Za-z][¡-¯±´-¿×÷\u00ad\uf020-\uf0ff])(?=[A-Za-z \n])"
    "|(?<=[ \n(][§®¸©µ¶¹ª«¬])(?=[A-Za-z])|(?<=[AaEeOo][ÂâÄäÅå])|(?<=[Uu][ûÛ])|(?<=[Öö][ùøïûõ]))"
)
"""The letter or sign first, then what stands before it: so most of a text is passed over without a look."""


class Decoder:
    """Decodes the pieces of one document; `samples` are all its pieces, or enough of them to judge each font by.

    `used` holds how many characters were converted from each encoding.
    """

    def __init__(self, samples: Iterable[Piece] = ()) -> None:
        self.used: dict[Encoding, int] = {}
        self._verdicts: dict[str | None, Encoding | None] = {}
        self._known: list[Encoding] = []
        tokens: dict[str | None, list[str]] = defaultdict(list)
        for piece in samples:
            found = tokens[piece.font]
            if len(found) < _SAMPLE_TOKENS and not piece.text.isascii() and not _UNICODE_ONLY.search(piece.text):
                found += _tokens(piece.text)
        self._judge(tokens)

    def encoding_of(self, font: str | None) -> Encoding | None:
        """Return the encoding of the text in a font, as its name or its letters tell."""
        return self._verdicts.get(font, font_says(font).encoding)

    def decode(self, pieces: Sequence[Piece]) -> str:
        """Return the text of pieces that follow each other on one line."""
        parts: list[str] = []
        run: list[str] = []
        state: FontSays | None = None
        for piece in pieces:
            says = font_says(piece.font)
            wanted = says if says.pictures else says._replace(encoding=self.encoding_of(piece.font))
            goes_on = state is not None and piece.text.isascii() and not (says.capitals or state.capitals)
            if wanted != state and not goes_on:
                parts.append(self._run("".join(run), state))
                run, state = [], wanted
            run.append(piece.text)
        parts.append(self._run("".join(run), state))
        return "".join(parts)

    def text(self, text: str, font: str | None = None) -> str:
        """Return the text of one piece."""
        return self.decode((Piece(text, font),))

    @property
    def names(self) -> str:
        """The names of the encodings that were converted from, the one most used first; empty when none was."""
        found: list[Encoding] = sorted(self.used, key=lambda one: -self.used[one])
        return ", ".join(found)

    def _judge(self, tokens: dict[str | None, list[str]]) -> None:
        votes: dict[Encoding, int] = defaultdict(int)
        for font, found in tokens.items():
            says = font_says(font)
            if says.pictures:
                continue
            verdict = says.encoding
            if len(found) >= _LEAST_TOKENS:
                verdict = _best(found, verdict)
            self._verdicts[font] = verdict
            if verdict:
                votes[verdict] += len(found)
        self._known = sorted(votes, key=lambda one: (-votes[one], one))

    def _run(self, text: str, state: FontSays | None) -> str:
        if state is None or state.pictures or not text:
            return text
        encoding, capitals, _ = state
        if text.isascii():
            return text.upper() if capitals else text
        if _UNICODE_ONLY.search(text):
            return self._mixed(text, encoding)
        encoding = self._agreed(text, encoding)
        if encoding is not None:
            text = self._converted(text, encoding)
        return text.upper() if capitals else text

    def _converted(self, text: str, encoding: Encoding) -> str:
        self.used[encoding] = self.used.get(encoding, 0) + len(text)
        if encoding is Encoding.TCVN3 and _HORNS.search(text):
            text = _TOKEN.sub(_with_true_horns, text)
        return convert(text, encoding)

    def _mixed(self, text: str, encoding: Encoding | None) -> str:
        """Return a run in which Unicode was typed among letters of an old font, told apart word by word."""
        encoding = encoding or next(iter(self._known), None)
        if encoding is None:
            return text
        found = [match for match in _TOKEN.finditer(text) if not match.group().isascii()]
        old = [_is_old(match.group(), encoding) for match in found]
        if True not in old:
            return text
        parts, last = [], 0
        for match, is_old in zip(found, _by_neighbours(old), strict=True):
            parts.append(text[last : match.start()])
            parts.append(self._converted(match.group(), encoding) if is_old else match.group())
            last = match.end()
        return "".join(parts) + text[last:]

    def _agreed(self, text: str, encoding: Encoding | None) -> Encoding | None:
        """Return the encoding of a run, where its own letters do not speak against that of its font."""
        tokens = _tokens(text)
        own = _share(tokens, encoding)
        if encoding is None:
            if own == 1:
                return None
            if len(tokens) >= _FEW_TOKENS and own < _POOR:
                return _best(tokens)
            return next((one for one in self._known if _share(tokens, one) == 1 and _says_more(tokens, one)), None)
        if own >= _POOR or len(tokens) < _FEW_TOKENS:
            return encoding
        if _share(tokens, None) >= _GOOD:
            return None
        return _best(tokens, encoding)


def make_decoder(pieces: Iterable[Piece], fonts: Iterable[str | None] = ()) -> Decoder | None:
    """Return what decodes a document with text in old fonts; None for one without, whose fonts need no look.

    `fonts` are those that the document may use beside those of its pieces.
    """
    found = list(pieces)
    named = {*fonts, *(piece.font for piece in found)}
    if any(font_says(font).encoding for font in named) or any(suspects(piece.text) for piece in found):
        return Decoder(found)
    return None


def encoding_hints(decoder: Decoder | None) -> tuple[tuple[str, str], ...]:
    """Return the hint of a Source that says from which old encodings its text was converted."""
    return (("text.encoding", decoder.names),) if decoder is not None and decoder.used else ()


def _tokens(text: str) -> list[str]:
    """Return the words with letters outside ASCII, as many as are needed to judge by."""
    words = (match.group() for match in _TOKEN.finditer(text))
    return list(islice((word for word in words if not word.isascii()), _SAMPLE_TOKENS))


def _by_neighbours(old: Sequence[bool | None]) -> list[bool]:
    """Return for each word whether it is old; one that may be either goes with the nearest that is decided."""
    before = _carried(old)
    behind = _carried(old[::-1])[::-1]
    return [one[1] if one[0] <= other[0] else other[1] for one, other in zip(before, behind, strict=True)]


def _carried(old: Sequence[bool | None]) -> list[tuple[float, bool]]:
    """Return for each word how far back the last decided one is, and what it is."""
    found: list[tuple[float, bool]] = []
    distance, last = inf, False
    for one in old:
        distance, last = (distance + 1, last) if one is None else (0, one)
        found.append((distance, last))
    return found


def _best(tokens: Sequence[str], named: Encoding | None = None) -> Encoding | None:
    """Return the encoding that makes Vietnamese words of tokens, `named` where none reads clearly better."""
    as_named = _share(tokens, named)
    share, best = max(((_share(tokens, one), one) for one in Encoding), key=lambda pair: pair[0])
    return best if share >= _GOOD and share >= as_named + _CLEARLY_BETTER else named


def _share(tokens: Sequence[str], encoding: Encoding | None) -> float:
    """Return the share of tokens that are Vietnamese words when read in an encoding; 1.0 when none is a word."""
    judged = [one for one in (_reads_well(token, encoding) for token in tokens) if one is not None]
    return sum(judged) / len(judged) if judged else 1.0


def _with_true_horns(match: re.Match[str]) -> str:
    """Tell the letter ư of TCVN3 from hyphens: it stands in the place of the soft hyphen, which PDFs call a minus.

    A soft hyphen inside a word is the letter, else either is one where the word reads with it; a soft hyphen that is
    no letter is left out.
    """
    token = match.group()
    if token.isascii():
        return token
    letters = _HORNS.sub(_SOFT_HYPHEN, token)
    if letters == token and token == token.strip(_SOFT_HYPHEN):
        return token
    is_word = _reads_well(letters, Encoding.TCVN3) and not _LONE_HORN.search(convert(letters, Encoding.TCVN3))
    return letters if is_word else token.strip(_SOFT_HYPHEN)


def _is_old(token: str, encoding: Encoding) -> bool | None:
    """Tell whether a word is in an old encoding rather than in Unicode; None where it reads as well in both."""
    converted, as_written = _reads_well(token, encoding), _reads_well(token, None)
    return bool(converted) if converted != as_written else None


def _says_more(tokens: Sequence[str], encoding: Encoding) -> bool:
    return any(_reads_well(token, encoding) and not _reads_well(token, None) for token in tokens)


def _reads_well(token: str, encoding: Encoding | None) -> bool | None:
    """Tell whether a token is made of Vietnamese syllables; None for one that has no word in it, or is no word."""
    return None if len(token) > _LONGEST_TOKEN else _judged(token, encoding)


@lru_cache(maxsize=1 << 15)
def _judged(token: str, encoding: Encoding | None) -> bool | None:
    text = unicodedata.normalize("NFC", convert(token, encoding) if encoding else token).strip(_EDGES)
    words = [word for word in _LETTERS.findall(text) if not (word.isascii() and word.isupper())]
    if _GLUED.search(text):
        return False
    return all(map(_is_word, words)) if words and not text.isascii() else None


def _is_word(word: str) -> bool:
    """Tell whether a word is a syllable whose tone its final consonant allows, or an abbreviation."""
    if word.isupper() and not _VOWEL.search(unicodedata.normalize("NFD", word)):
        return True
    if not is_syllable(word):
        return False
    parts = unicodedata.normalize("NFD", word.lower())
    tone = next((mark for mark in parts if mark in "\u0300\u0301\u0303\u0309\u0323"), "")
    bare = "".join(letter for letter in parts if not unicodedata.combining(letter))
    return not bare.endswith(_STOPS) or len(bare) < 2 or tone in _TONES_OF_STOPS


_VOWEL: Final = re.compile("[AEIOUY]")
