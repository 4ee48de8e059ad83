"""Pairs of files, of which a person knows whether they are one document: made anew from a seed, of nothing of ours.

One document in two files: the same bytes, another format, the Word file before it was numbered and signed, a draft, a
scan. Two documents: all the same but for one number, date, period, unit, direction, number of the document, or place.
Scans are given as text with what a reader of scans gets wrong (`tests/copies_scanned.py`).
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from random import Random
from typing import Final

from docx import Document

from tests.copies_scanned import Doubt, misread

COPIES: Final = 100
OTHERS: Final = 200

_PROVINCES: Final = ("Lào Cai", "Vĩnh Long", "Quảng Ngãi", "Thanh Hóa", "Phú Thọ", "Lâm Đồng", "An Giang", "Sơn La")
_COMMUNES: Final = ("Yên Lạc", "Tân Phú", "Bình Minh", "Hòa An", "Thạch Bình", "Phước Lộc", "Đại Đồng", "Vĩnh Hưng")
_PERSONS: Final = (
    "Nguyễn Văn Bình", "Trần Thị Thu Hà", "Lò Văn Thắng", "Phạm Quốc Khánh", "Đỗ Thị Mai", "Lê Hữu Phước",
)  # fmt: skip
_PERIODS: Final = ("quý I", "quý II", "quý III", "6 tháng đầu năm", "9 tháng đầu năm")
_SENTENCES: Final = (
    "Thực hiện Chỉ thị số {n}-CT/TU ngày {d} của Ban Thường vụ Tỉnh ủy, các cấp ủy đã tổ chức {n} hội nghị quán triệt"
    " cho {N} lượt người.",
    "Toàn tỉnh có {n} chi bộ, đảng bộ trực thuộc với {N} đảng viên; kết nạp {n} đảng viên mới, bằng {p}% kế hoạch năm.",
    "Ủy ban nhân dân các cấp tiếp {N} lượt công dân, tiếp nhận {n} đơn thư, đã giải quyết {n} đơn, đạt {p}%.",
    "Tổng thu ngân sách trên địa bàn đạt {N} triệu đồng, bằng {p}% dự toán, tăng {p}% so với cùng kỳ năm trước.",
    "Ngành giáo dục có {n} trường đạt chuẩn quốc gia; tỷ lệ học sinh ra lớp đạt {p}%, có {n} học sinh bỏ học.",
    "Đã kiểm tra {n} tổ chức đảng và {n} đảng viên; thi hành kỷ luật {n} đảng viên, trong đó cảnh cáo {n} trường hợp.",
    "Diện tích gieo trồng đạt {N} ha, năng suất bình quân {p} tạ/ha, sản lượng ước {N} tấn.",
    "Lực lượng vũ trang phối hợp tổ chức {n} buổi tuyên truyền cho {N} lượt người, phát {N} tờ rơi.",
    "Công an tỉnh phát hiện {n} vụ vi phạm, xử phạt hành chính {N} triệu đồng, khởi tố {n} vụ với {n} bị can.",
    "Mặt trận Tổ quốc các cấp tổ chức {n} cuộc giám sát, {n} hội nghị phản biện xã hội, tiếp nhận {n} ý kiến.",
    "Hội Liên hiệp Phụ nữ giúp {n} hội viên thoát nghèo, cho vay {N} triệu đồng với {n} lượt hộ vay.",
    "Đoàn Thanh niên tổ chức {n} đội hình tình nguyện với {N} đoàn viên tham gia, trồng {N} cây xanh.",
    "Trung tâm Phục vụ hành chính công tiếp nhận {N} hồ sơ, giải quyết đúng hạn {N} hồ sơ, đạt {p}%.",
    "Trong kỳ có {w} xã được công nhận đạt chuẩn nông thôn mới, nâng tổng số lên {n} xã, đạt {p}% số xã.",
    "Ngày {d}, Ban Thường vụ ban hành Kết luận số {n}-KL/TU về tăng cường công tác dân vận của cơ quan nhà nước.",
    "Tỷ lệ bao phủ bảo hiểm y tế đạt {p}%, tăng {n} người tham gia; bảo hiểm xã hội tự nguyện có {N} người.",
)  # fmt: skip
_IN_ALL: Final = (
    "Đến ngày {d}, có {n} mô hình “Dân vận khéo” được công nhận, gồm {n} mô hình về kinh tế và {n} mô hình về văn hóa.",
    "Toàn tỉnh tổ chức {w} đợt kiểm tra việc thực hiện quy chế dân chủ ở cơ sở tại {n} xã, phường, thị trấn.",
    "Số hộ nghèo còn {N} hộ, giảm {n} hộ so với đầu kỳ; tỷ lệ hộ nghèo còn {p}%.",
    "Các địa phương vận động được {N} triệu đồng, hỗ trợ xây mới {n} căn nhà cho hộ nghèo và sửa chữa {n} căn.",
)  # fmt: skip
"""Sentences that hold what is changed to make another document: a date, a number in words, a direction, a sum."""
_PLAIN: Final = (
    "Công tác phối hợp giữa các cơ quan được duy trì, việc nắm tình hình nhân dân kịp thời, sát cơ sở.",
    "Một số cấp ủy chưa thường xuyên kiểm tra, đôn đốc; việc nhân rộng mô hình còn chậm, kết quả chưa đều.",
    "Nguyên nhân chủ yếu là do một bộ phận cán bộ chưa chủ động tham mưu, kinh phí còn hạn chế.",
    "Tiếp tục đổi mới nội dung, phương thức tuyên truyền, vận động; chú trọng vùng đồng bào dân tộc thiểu số.",
    "Tình hình tư tưởng của cán bộ, đảng viên và nhân dân cơ bản ổn định, tin tưởng vào sự lãnh đạo của Đảng.",
)  # fmt: skip
_SMALL_WORDS: Final = ("hai", "ba", "bốn", "sáu", "bảy", "tám", "chín")


@dataclass(frozen=True, slots=True)
class Report:
    """A document as its office knows it, before it becomes a file."""

    province: str
    commune: str | None
    number: int
    day: int
    month: int
    year: int
    period: str
    body: tuple[str, ...]
    signer: str

    def issuer(self) -> tuple[str, str]:
        """Return the two lines that name the office."""
        if self.commune:
            return f"ĐẢNG BỘ TỈNH {self.province.upper()}", f"ĐẢNG ỦY XÃ {self.commune.upper()}"
        return f"TỈNH ỦY {self.province.upper()}", "BAN DÂN VẬN"

    def code(self) -> str:
        """Return its number and symbol."""
        return f"{self.number}-BC/{'ĐU' if self.commune else 'BDVTU'}"


@dataclass(frozen=True, slots=True)
class File:
    """A file: its name, its text, and what makes its bytes where it is no plain text.

    Of a scan `text` is what is read and `printed` what stands on the page; `doubtful` are the places of numbers that
    may be wrong, with what else they may be. `report` is the document of a scan that is a copy.
    """

    name: str
    text: str
    data: Callable[[], bytes] | None = None
    scanned: bool = False
    doubtful: tuple[Doubt, ...] = field(default=())
    printed: str = ""
    report: Report | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """Two files and whether they are one document; `why` says how the second came to be."""

    one: File
    other: File
    same: bool
    why: str


def pairs(seed: int = 7) -> list[Pair]:
    """Return COPIES pairs of one document and OTHERS pairs of two."""
    chance = Random(seed)
    ways: list[tuple[int, Callable[[Report, Random, str], tuple[File, File]], str, bool]] = [
        (12, _same_bytes, "same bytes", True),
        (18, _other_format, "other format", True),
        (15, _before_signing, "before signing", True),
        (12, _draft, "draft", True),
        (8, _draft_of_other_numbers, "draft of other numbers", True),
        (35, _scan, "scan", True),
    ]
    ways += [(count, _changed(change, form), f"{why}, {form}", False) for count, change, why, form in _CHANGES]
    made: list[Pair] = []
    for count, make, why, same in ways:
        for _ in range(count):
            one, other = make(report(chance), chance, f"{len(made):03d}")
            made.append(Pair(one, other, same, why))
    return made


def report(chance: Random) -> Report:
    """Return a report made up from sentences; no two have the same numbers."""
    year, month = chance.randint(2018, 2025), chance.randint(3, 12)
    chosen = [*chance.sample(_SENTENCES, 9), *_IN_ALL]
    sentences = [_filled(sentence, chance, year) for sentence in chance.sample(chosen, len(chosen))]
    plain = chance.sample(_PLAIN, 3)
    body = (
        "I. TÌNH HÌNH VÀ KẾT QUẢ", *sentences[:5], plain[0], *sentences[5:9],
        "II. HẠN CHẾ, NGUYÊN NHÂN", plain[1], *sentences[9:11],
        "III. NHIỆM VỤ THỜI GIAN TỚI", plain[2], *sentences[11:],
    )  # fmt: skip
    commune = chance.choice(_COMMUNES) if chance.random() < 0.4 else None
    return Report(
        chance.choice(_PROVINCES), commune, chance.randint(5, 480), chance.randint(10, 28), month, year,
        chance.choice(_PERIODS), body, chance.choice(_PERSONS),
    )  # fmt: skip


def _filled(sentence: str, chance: Random, year: int) -> str:
    def value(match: re.Match[str]) -> str:
        kind = match[1]
        if kind == "n":
            return str(chance.randint(12, 480))
        if kind == "N":
            return f"{chance.randint(1200, 98000):,}".replace(",", ".")
        if kind == "p":
            return f"{chance.randint(3, 98)},{chance.randint(1, 9)}"
        if kind == "w":
            return chance.choice(_SMALL_WORDS)
        return f"{chance.randint(1, 28):02d}/{chance.randint(1, 12)}/{year}"

    return re.sub(r"\{(\w)\}", value, sentence)


def written(document: Report, numbered: bool = True, signed: bool = True, draft: bool = False) -> str:
    """Return a report as its office types it."""
    above, office = document.issuer()
    place = document.commune or document.province
    number = document.code() if numbered else f"      -{document.code().partition('-')[2]}"
    day = f"{document.day:02d}" if numbered else "     "
    head = [
        f"{above}        ĐẢNG CỘNG SẢN VIỆT NAM", office, "*", f"Số {number}",
        *(("DỰ THẢO",) if draft else ()), f"{place}, ngày {day} tháng {document.month:02d} năm {document.year}",
        "", "BÁO CÁO", f"kết quả công tác {document.period} năm {document.year}", "-----",
    ]  # fmt: skip
    foot = [
        "", "Nơi nhận:", "- Thường trực Tỉnh ủy,", "- Các ban xây dựng Đảng,", "- Lưu Văn phòng.", "",
        "T/M BAN THƯỜNG VỤ" if document.commune else "K/T TRƯỞNG BAN",
        "BÍ THƯ" if document.commune else "PHÓ TRƯỞNG BAN", "", document.signer if signed else "",
    ]  # fmt: skip
    return "\n".join([*head, *document.body, *foot]) + "\n"


def _plain(text: str, name: str) -> File:
    return File(f"{name}.txt", text)


def _word(text: str, name: str) -> File:
    return File(f"{name}.docx", text, partial(_word_file, text))


def _word_file(text: str) -> bytes:
    document = Document()
    for line in text.split("\n"):
        document.add_paragraph(line)
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def _page(text: str, name: str) -> File:
    lines = "\n".join(f"<p>{line.replace('&', '&amp;').replace('<', '&lt;')}</p>" for line in text.split("\n") if line)
    html = f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>Báo cáo</title></head><body>{lines}</body></html>"
    return File(f"{name}.html", text, html.encode)


def _same_bytes(document: Report, chance: Random, name: str) -> tuple[File, File]:
    one = _plain(written(document), f"{name}a")
    return one, replace(one, name=f"sao/{name}b.txt")


def _other_format(document: Report, chance: Random, name: str) -> tuple[File, File]:
    text = written(document)
    other = chance.choice((_word, _page))
    return _plain(text, f"{name}a"), other(text, f"{name}b")


def _before_signing(document: Report, chance: Random, name: str) -> tuple[File, File]:
    return _plain(written(document), f"{name}a"), _word(written(document, numbered=False, signed=False), f"{name}b")


def _draft(document: Report, chance: Random, name: str) -> tuple[File, File]:
    return _with_draft(document, _reworded(document.body, chance), name)


def _draft_of_other_numbers(document: Report, chance: Random, name: str) -> tuple[File, File]:
    body = document.body
    for _ in range(3):
        body = _with_other_number(body, chance)
    return _with_draft(document, body, name)


def _with_draft(document: Report, early: tuple[str, ...], name: str) -> tuple[File, File]:
    text = written(replace(document, body=early), numbered=False, signed=False, draft=True)
    return _plain(written(document), f"{name}a"), _word(text, f"{name}b")


_OTHER_WORDS: Final = (
    ("được duy trì", "tiếp tục được duy trì"), ("kịp thời, sát cơ sở", "kịp thời"), ("còn chậm", "chưa nhanh"),
    ("chú trọng vùng", "quan tâm vùng"), ("Nguyên nhân chủ yếu là do", "Nguyên nhân là"),
    ("Tiếp tục đổi mới", "Đổi mới"), ("cơ bản ổn định", "ổn định"),
)  # fmt: skip


def _reworded(body: tuple[str, ...], chance: Random) -> tuple[str, ...]:
    """Change the words of a body here and there, no number and nothing beside one."""
    words = dict(chance.sample(_OTHER_WORDS, 5))
    changed = []
    for line in body:
        for old, new in words.items():
            line = line.replace(old, new)
        changed.append(line)
    return tuple(changed)


def scanned(text: str, chance: Random, name: str) -> File:
    """Return a scan of a text, as its reader gives it."""
    read, doubtful = misread(text, chance)
    return File(f"{name}.pdf", read, scanned=True, doubtful=doubtful, printed=text)


def _scan(document: Report, chance: Random, name: str) -> tuple[File, File]:
    one = (_plain if chance.random() < 0.5 else _word)(written(document), f"{name}a")
    return one, replace(scanned(written(document), chance, f"{name}b"), report=document)


# --- two documents ---------------------------------------------------------------------------------------------------

Change = Callable[[Report, Random], Report]


def _in_one_line(
    body: tuple[str, ...], chance: Random, pattern: str, new: Callable[[re.Match[str]], str]
) -> tuple[str, ...]:
    """Change one match of a pattern in a body."""
    places = [(row, match) for row, line in enumerate(body) for match in re.finditer(pattern, line)]
    row, match = chance.choice(places)
    line = body[row][: match.start()] + new(match) + body[row][match.end() :]
    return (*body[:row], line, *body[row + 1 :])


def _other_digits(word: str, chance: Random) -> str:
    place = chance.choice([place for place, sign in enumerate(word) if sign.isdigit() and (place or sign != "0")])
    signs = [sign for sign in "123456789" if sign != word[place]]
    return word[:place] + chance.choice(signs) + word[place + 1 :]


def _with_other_number(body: tuple[str, ...], chance: Random) -> tuple[str, ...]:
    return _in_one_line(
        body, chance, r"(?<![\d/.,-])\d[\d.,]*(?= )(?!/)", lambda match: _other_digits(match[0], chance)
    )


def _other_number(document: Report, chance: Random) -> Report:
    return replace(document, body=_with_other_number(document.body, chance))


def _other_share(document: Report, chance: Random) -> Report:
    body = _in_one_line(document.body, chance, r"\d+,\d(?=%)", lambda match: _other_digits(match[0], chance))
    return replace(document, body=body)


def _other_date(document: Report, chance: Random) -> Report:
    other = _in_one_line(
        document.body, chance, r"\b(\d\d)(?=/\d+/\d{4})", lambda match: f"{int(match[1]) % 28 + 1:02d}"
    )
    return replace(document, body=other)


def _other_period(document: Report, chance: Random) -> Report:
    return replace(document, period=chance.choice([period for period in _PERIODS if period != document.period]))


def _other_year(document: Report, chance: Random) -> Report:
    return replace(document, year=document.year + 1)


_UNITS: Final = {
    "triệu đồng": "tỷ đồng", "hội nghị": "buổi", "lượt người": "người", "hộ": "khẩu", "ha": "m2", "căn nhà": "gian nhà",
    "tổ chức đảng": "chi bộ", "đơn": "vụ", "hồ sơ": "lượt", "cuộc giám sát": "đợt giám sát",
}  # fmt: skip


def _other_unit(document: Report, chance: Random) -> Report:
    pattern = rf"(?<=\d )(?:{'|'.join(_UNITS)})\b"
    return replace(document, body=_in_one_line(document.body, chance, pattern, lambda match: _UNITS[match[0]]))


def _other_direction(document: Report, chance: Random) -> Report:
    other = {"tăng": "giảm", "giảm": "tăng"}
    return replace(document, body=_in_one_line(document.body, chance, "tăng|giảm", lambda match: other[match[0]]))


def _other_small_number(document: Report, chance: Random) -> Report:
    def another(match: re.Match[str]) -> str:
        return chance.choice([word for word in _SMALL_WORDS if word != match[0]])

    pattern = rf"(?<= )(?:{'|'.join(_SMALL_WORDS)})(?= (?:đợt|xã))"
    return replace(document, body=_in_one_line(document.body, chance, pattern, another))


def _other_code(document: Report, chance: Random) -> Report:
    return replace(document, number=document.number + chance.randint(1, 9))


def _other_day(document: Report, chance: Random) -> Report:
    return replace(document, day=document.day - chance.randint(1, 8))


def _other_place(document: Report, chance: Random) -> Report:
    if document.commune:
        return replace(document, commune=chance.choice([name for name in _COMMUNES if name != document.commune]))
    return replace(document, province=chance.choice([name for name in _PROVINCES if name != document.province]))


_CHANGES: Final[tuple[tuple[int, Change, str, str], ...]] = (
    (30, _other_number, "other number", "text"), (15, _other_number, "other number", "Word"),
    (15, _other_number, "other number", "scan"), (10, _other_share, "other share", "text"),
    (5, _other_share, "other share", "scan"), (15, _other_date, "other date", "text"),
    (8, _other_date, "other date", "scan"), (10, _other_period, "other period", "text"),
    (7, _other_period, "other period", "scan"), (8, _other_year, "other year", "Word"),
    (15, _other_unit, "other unit", "text"), (7, _other_unit, "other unit", "Word"),
    (8, _other_unit, "other unit", "scan"), (7, _other_direction, "other direction", "text"),
    (8, _other_small_number, "other number in words", "text"), (8, _other_code, "other code", "text"),
    (8, _other_code, "other code", "scan"), (8, _other_day, "other day", "Word"),
    (8, _other_place, "other place", "text"),
)  # fmt: skip

_FORMS: Final[dict[str, Callable[[str, Random, str], File]]] = {
    "text": lambda text, chance, name: _plain(text, name),
    "Word": lambda text, chance, name: _word(text, name),
    "scan": scanned,
}


def others_of(document: Report, chance: Random) -> Iterator[tuple[str, str]]:
    """Yield documents of the same head that differ from one in one place, each with what differs."""
    for count, change, why, form in _CHANGES:
        if form == "text" and change not in (_other_code, _other_day, _other_place):
            for _ in range(count):
                yield why, written(change(document, chance))


def _changed(change: Change, form: str) -> Callable[[Report, Random, str], tuple[File, File]]:
    def make(document: Report, chance: Random, name: str) -> tuple[File, File]:
        other = change(document, chance)
        text = written(document)
        return _plain(text, f"{name}a"), _FORMS[form](written(other), chance, f"{name}b")

    return make
