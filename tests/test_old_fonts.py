"""Letters of fonts from before Unicode: what each stores, which encoding a piece is in, what stays as it is."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from pipeline.readers.html.read import read_html
from pipeline.readers.old_fonts import decode as decode_module
from pipeline.readers.old_fonts.decode import Decoder, Piece, font_says
from pipeline.readers.old_fonts.tables import Encoding, convert
from pipeline.readers.text import read_plain
from tests.oldfiles import encoded

LETTERS = "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ0123456789 .,;:/()-"
REPORT = (
    "Thực hiện Chỉ thị số 05-CT/TW ngày 15/5/2016 của Bộ Chính trị, Ban Thường vụ Tỉnh ủy đã tổ chức 149 hội nghị\n"
    "quán triệt với 6.558 người dự; kết quả: khá và tốt đạt 92,5%, tăng 3,2% so với cùng kỳ năm trước.\n"
    "Uỷ ban nhân dân tỉnh, Hội đồng nhân dân, Mặt trận Tổ quốc; đường, trường, phường, người.\n"
)


@pytest.mark.parametrize("encoding", Encoding)
def test_every_letter_comes_back(encoding: Encoding) -> None:
    assert convert(encoded(LETTERS, encoding), encoding) == LETTERS


@pytest.mark.parametrize("encoding", [one for one in Encoding if one is not Encoding.TCVN3])
def test_every_capital_comes_back(encoding: Encoding) -> None:
    """TCVN3 alone has no capitals with marks."""
    assert convert(encoded(LETTERS.upper(), encoding), encoding) == LETTERS.upper()


@pytest.mark.parametrize(
    ("stored", "encoding", "written"),
    [
        ("Céng hoµ x· héi chñ nghÜa ViÖt Nam", Encoding.TCVN3, "Cộng hoà xã hội chủ nghĩa Việt Nam"),
        ("Q§-UBND, N§-CP, H§ND", Encoding.TCVN3, "QĐ-UBND, NĐ-CP, HĐND"),
        ("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", Encoding.VNI, "Cộng hòa xã hội chủ nghĩa Việt Nam"),
        ("UÛY BAN NHAÂN DAÂN, Uûy", Encoding.VNI, "ỦY BAN NHÂN DÂN, Ủy"),
        ("\uf0a9n \uf0b8n", Encoding.TCVN3, "ân án"),
        ("V\u0309 vi\u00d6c", Encoding.TCVN3, "Về việc"),
    ],
)
def test_fixed_phrases(stored: str, encoding: Encoding, written: str) -> None:
    """Symbol fonts keep letters in a private place; Windows-1258 has combining marks."""
    assert convert(stored, encoding) == written


@pytest.mark.parametrize(
    ("font", "encoding", "capitals"),
    [
        (".VnTime", Encoding.TCVN3, False),
        (".VnTimeH", Encoding.TCVN3, True),
        (".VnArial NarrowH", Encoding.TCVN3, True),
        (".vntimeh", Encoding.TCVN3, True),
        ("VnTimeH(Ds)", Encoding.TCVN3, True),
        ("ABCDEF+.VnTime,Bold", Encoding.TCVN3, False),
        ("FBHPFN+VnTimeHBold", Encoding.TCVN3, True),
        ("VNI-Times", Encoding.VNI, False),
        ("VNI-Helve-Condense", Encoding.VNI, False),
        ("VPS Times", Encoding.VPS, False),
        ("VI Times", Encoding.VISCII, False),
        ("Times New Roman", None, False),
        ("Arial", None, False),
        ("Vnitah", None, False),
        (None, None, False),
    ],
)
def test_what_a_fonts_name_tells(font: str | None, encoding: Encoding | None, capitals: bool) -> None:
    assert font_says(font)[:2] == (encoding, capitals)


def decode(pieces: Sequence[Piece]) -> str:
    return Decoder(pieces).decode(pieces)


def test_capitals_by_font() -> None:
    pieces = [Piece("quyÕt ®Þnh", ".VnTimeH"), Piece(" sè 5/Q§", ".VnTime"), Piece(" vÒ viÖc ", ".VnTimeH")]
    assert decode(pieces) == "QUYẾT ĐỊNH số 5/QĐ VỀ VIỆC "


def test_a_mixed_line_is_decoded_by_its_runs() -> None:
    pieces = [
        Piece("Căn cứ Nghị định, ", "Times New Roman"),
        Piece("c¨n cø ChØ thÞ, ", ".VnTime"),
        Piece("caên cöù Keá hoaïch, ", "VNI-Times"),
        Piece("£ 5 ® 7", "Times New Roman"),
    ]
    assert decode(pieces) == "Căn cứ Nghị định, căn cứ Chỉ thị, căn cứ Kế hoạch, £ 5 ® 7"


def test_vowel_and_mark_in_two_runs() -> None:
    """VNI sets a mark behind its vowel, and a bold letter may cut between them."""
    assert decode([Piece("Ña", "VNI-Times"), Piece("ûng boä", "VNI-Times")]) == "Đảng bộ"


def test_unicode_typed_in_an_old_font_stays() -> None:
    pieces = [Piece("Căn cứ Luật Tổ chức, và à", ".VnTime")]
    assert decode(pieces) == "Căn cứ Luật Tổ chức, và à"


def test_words_of_both_kinds_in_one_run() -> None:
    """Words that read as well in both (sè) go with their neighbours."""
    pieces = [Piece("tại QuyÕt ®ịnh sè 477/2004/Q§-NHNN ngµy 28/4/2004", ".VnSouthern")]
    assert decode(pieces) == "tại Quyết định số 477/2004/QĐ-NHNN ngày 28/4/2004"
    pieces = [Piece("- C¸c ch\xad¬ng tr×nh träng ®iÓm về TĐC", ".VnTime")]
    assert decode(pieces) == "- Các chương trình trọng điểm về TĐC"


def test_a_font_whose_name_is_wrong() -> None:
    """Sections typed on other machines may stand in one font: the letters outvote the name."""
    vni = encoded(REPORT, Encoding.VNI)
    assert decode([Piece(vni, "VNSTCVN3")]) == REPORT


def test_an_unknown_font_is_told_by_its_letters() -> None:
    pieces = [Piece(encoded(REPORT, Encoding.TCVN3), "Arial"), Piece("Uû ban", "Arial")]
    assert decode(pieces).casefold() == (REPORT + "Uỷ ban").casefold()


@pytest.mark.parametrize(
    "text",
    [
        "Le développement économique a été réalisé à Paris où les élèves français étaient déjà là, ça va.",
        "Für die Größe der Übung ist es möglich, schön zu grüßen: München, Köln, Nürnberg.",
        "El niño está aquí, más años según qué señor; la acción fue rápida.",
        "Toàn tỉnh có 12 xã, và 3 thị xã; à, ý, là, có, và, hà, bà, má.",
        "± 5 °C, 12 m², ½ ngày, © 2020, ® nhãn hiệu, § 3, «trích», 100 £",
        "plain ASCII only",
    ],
)
def test_what_is_no_old_text_stays(text: str) -> None:
    """Other languages, Unicode with few marks, and signs are not taken for letters of a font."""
    assert decode([Piece(text, "Times New Roman")]) == text


@pytest.mark.parametrize(
    ("stored", "written"),
    [
        ("ch\xad¬ng tr×nh ®Çu t\xad", "chương trình đầu tư"),
        ("\xad2. §iÒu", "2. Điều"),
        ("\xad§iÒu 5", "Điều 5"),
        ("ng\u2212êi, th«ng t\u2212 2001\u22122005", "người, thông tư 2001\u22122005"),
        ("kinh tÕ\u2010x· héi, nh\u2010ng", "kinh tế\u2010xã hội, nhưng"),
    ],
)
def test_the_letter_in_the_place_of_the_soft_hyphen(stored: str, written: str) -> None:
    assert Decoder([]).text(stored, ".VnTime") == written


def test_pictures_are_no_letters() -> None:
    pieces = [Piece("·", "Symbol"), Piece(" §iÒu", ".VnTime"), Piece("¨", "Wingdings")]
    assert decode(pieces) == "· Điều¨"


@pytest.mark.parametrize("encoding", Encoding)
def test_plain_text_is_told_by_its_letters(encoding: Encoding) -> None:
    read = read_plain(encoded(REPORT, encoding).encode("latin-1"), "bc.txt")
    assert read.text.casefold() == REPORT.casefold()
    assert read.hints == (("text.encoding", encoding.value),)
    assert read.problems == ()


def test_web_page_by_its_fonts() -> None:
    page = f"""<html><head><meta charset="windows-1252"><style>p.h {{ font-family: ".VnTimeH", serif }}</style></head>
    <body style="font-family:'.VnTime'"><p class="h">b¸o c¸o</p><p>{encoded(REPORT, Encoding.TCVN3)}</p>
    <p style="font-family: Arial">12 ha</p><font face="VNI-Times">Ñaûng boä</font></body></html>"""
    read = read_html(page.encode("cp1252"), "a.html")
    assert read.text.split("\n")[0] == "BÁO CÁO"
    assert "149 hội nghị quán triệt với 6.558 người dự" in read.text
    assert read.text.endswith("12 ha\nĐảng bộ")
    assert dict(read.hints)["text.encoding"] == "TCVN3, VNI"


def test_work_grows_with_the_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """One line of many words of both kinds, and one word without an end: each word is judged a few times at most."""
    judged = 0
    plain = decode_module._judged

    def counting(token: str, encoding: Encoding | None) -> bool | None:
        nonlocal judged
        judged += 1
        return plain(token, encoding)

    monkeypatch.setattr(decode_module, "_judged", counting)
    text = "tại QuyÕt ®ịnh sè " * 20_000 + "A" * 1_000_000
    assert decode([Piece(text, ".VnTime")]).startswith("tại Quyết định số tại Quyết")
    assert judged < 10 * 80_000
