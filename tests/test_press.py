"""Title, day, author and place of press and portal articles."""

from datetime import date

import pytest

from extractors.header.find import read_metadata
from extractors.layout.find import find_boilerplate, find_sections
from extractors.model import Metadata

LEAD = (
    "Sáng 14/8, hội nghị sơ kết công tác dân vận được tổ chức với 86 đại biểu tham dự, đánh giá kết quả thực hiện "
    "quy chế dân chủ ở cơ sở trong nửa đầu năm và bàn nhiệm vụ thời gian tới."
)
REST = (
    "Các cấp ủy đã mở 41 hội nghị tuyên truyền với 3.912 lượt người nghe, nhận 27 ý kiến; số còn lại giao các phòng "
    "chuyên môn trả lời bằng văn bản cho nhân dân trước ngày 30/8."
)
HEADLINE = "Sơ kết công tác dân vận nửa đầu năm"


def read(text: str, *hints: tuple[str, str]) -> Metadata:
    boilerplate = find_boilerplate(text)
    return read_metadata(text, find_sections(text, (), boilerplate), boilerplate, hints)


def article(top: str = "", below: str = "", lead: str = LEAD, rest: str = REST, end: str = "") -> str:
    return f"{top}{HEADLINE}\n{below}\n{lead}\n\n{rest}{end}\n"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (article(), HEADLINE),
        (article(top="Trang chủ | Tin tức | Liên hệ\n"), HEADLINE),
        (article(top="Thứ Tư, 05/3/2025\n"), HEADLINE),
        (article(top="16/8/2023 - 07:05\n"), HEADLINE),
        (f"{LEAD}\n{REST}\n", None),
        (f"{HEADLINE}...\n{LEAD}\n{REST}\n", f"{HEADLINE}..."),
        (article(top="Thứ Năm, 15/10/2020, 16:21 (GMT+7)\n.\n\n"), HEADLINE),
        (article(top="Lò Thị Inh\n2 giờ trước · 🌐\n"), HEADLINE),
        (article(top="Báo Điện Biên điện tử\nTrang này sử dụng cookie để hoạt động tốt hơn. Đồng ý\n"), HEADLINE),
        (article(below="Thứ 4, 16.08.2023 | 14:12:07\n1,204 lượt xem"), HEADLINE),
    ],
    ids=[
        "first line",
        "under a menu",
        "under the viewing date",
        "under its date",
        "no headline",
        "dots",
        "under its date and a dot",
        "under the name of who shares it",
        "under a masthead",
        "above its date and a counter",
    ],
)
def test_headline(text: str, title: str | None) -> None:
    assert read(text).title == title


def test_the_pages_title_serves_where_the_text_has_none() -> None:
    text = f"{LEAD}\n{REST}\n"
    assert read(text, ("html.title", "Sơ kết dân vận | Báo Điện Biên")).title == "Sơ kết dân vận"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        (article(below="16/08/2023"), date(2023, 8, 16)),
        (article(below="16.8.2023 - 10:50"), date(2023, 8, 16)),
        (article(below="Cập nhật ngày: 16/8/2023 - 08:30"), date(2023, 8, 16)),
        (article(below="Cập nhật lúc: 18:00 |16/08/2023"), date(2023, 8, 16)),
        (article(below="Ngày đăng: 16-08-2023"), date(2023, 8, 16)),
        (article(below="Thứ tư: 15:00 ngày 16/08/2023"), date(2023, 8, 16)),
        (article(below="09:47, 16/08/2023"), date(2023, 8, 16)),
        (article(below="Thứ tư, 16/8/2023 - 10:15 (GMT+7)"), date(2023, 8, 16)),
        (article(below="Cập nhật, 06:00, Thứ Tư, 16/08/2023 (GMT+7)"), date(2023, 8, 16)),
        (article(below=".\n17:28, Thứ Tư, 16/08/2023 (GMT+7)"), date(2023, 8, 16)),
        (article(below="Thứ tư, 14:05, 16/08/2023 [GMT+7]"), date(2023, 8, 16)),
        (article(below="Cập nhật lần cuối: 16/8/2023"), date(2023, 8, 16)),
        (article(below="Thứ 4, 16.08.2023 | 14:12:07\n1,204 lượt xem"), date(2023, 8, 16)),
        (article(below="PV•16/08/2023 08:22"), date(2023, 8, 16)),
        (article(below="16/8/2023 07:05 Cỡ chữ A- A A+"), date(2023, 8, 16)),
        (article(below="Lò Thị Inh 17:17, 16/08/2023"), date(2023, 8, 16)),
        (article(below="LÒ INH (thực hiện) 16/08/2023 03:09"), date(2023, 8, 16)),
        (article(below="Giàng Sính Thứ tư, ngày 16/08/2023 07:45 AM (GMT+7)"), date(2023, 8, 16)),
        (article(below="quantri gửi vào T4, 2023-08-16 09:22"), date(2023, 8, 16)),
        (article(below="Thứ Tư, 16/8/2023 14:46'(GMT+7)"), date(2023, 8, 16)),
        (article(below="Chính trị 16-08-2023"), date(2023, 8, 16)),
        (article(below="2023-08-16"), date(2023, 8, 16)),
        (article(below="Tháng Tám 16, 2023"), date(2023, 8, 16)),
        (article(below="16 Tháng Tám, 2023"), date(2023, 8, 16)),
        (article(below="Posted on 16/8/2023 by admin"), date(2023, 8, 16)),
        (article(below="Ngày cập nhật 16/8/2023"), date(2023, 8, 16)),
        (article(top=" date 2023-08-16 "), date(2023, 8, 16)),
        (article(top=" date 2023-08 "), None),
        (article(top="Chủ nhật, 9/2/2025\nThứ tư, 16/8/2023 | 10:31\n"), date(2023, 8, 16)),
        (article(end="\n\nNguồn: baodienbien.vn, ngày 16/8/2023"), date(2023, 8, 16)),
        (article(top="Chủ nhật, 9/2/2025\n", end="\n\nNguồn: Báo Điện Biên, ngày 16/8/2023"), date(2023, 8, 16)),
        (article(top="Chủ nhật, 9/2/2025\n"), None),
        (article(), None),
        (article(below="Ngày có hiệu lực: 16/8/2023"), None),
    ],
    ids=lambda value: repr(value[-90:]) if isinstance(value, str) else str(value),
)
def test_day_of_publication(text: str, day: date | None) -> None:
    assert read(text).date == day


def test_day_of_a_daily_digest_takes_the_latest_year_of_its_text() -> None:
    text = article(rest=f"{REST} Năm 2021 đạt 90%, năm 2022 phấn đấu đạt 95%.").replace(
        HEADLINE, "Điểm tin ngày 8.2", 1
    )
    assert read(text).date == date(2022, 2, 8)


def test_the_pages_own_date_serves_where_the_text_has_none() -> None:
    assert read(article(), ("meta.article:published_time", "2023-08-16T07:05:00+07:00")).date == date(2023, 8, 16)


@pytest.mark.parametrize(
    ("end", "author"),
    [
        ("\n\nLò Thị Inh", "Lò Thị Inh"),
        ("\n\nLò Thị Inh, Ban Dân vận Huyện ủy", "Lò Thị Inh"),
        ("\n\nTin, ảnh: Lò Thị Inh", "Lò Thị Inh"),
        ("\n\nBài và ảnh: LÒ INH", "LÒ INH"),
        ("\n\nL. Inh", "L. Inh"),
        ("\n\nTK", "TK"),
        ("\n\nThu Hà (TTXVN)", "Thu Hà"),
        (" Thu Hà/NNVN", "Thu Hà"),
        (" Thu Hà", "Thu Hà"),
        (" Thu Hà\n\nNguồn: baodienbien.vn, ngày 16/8/2023", "Thu Hà"),
        ("\n\nThu Hà - Đức Anh", "Thu Hà - Đức Anh"),
        ("\n\nThu Hà\n\nCác tin khác\nNậm Pồ làm 3 km đường", "Thu Hà"),
        ("\n\nThu Hà\nNguồn: baodienbien.vn, ngày 16/8/2023", "Thu Hà"),
        ("\n\nTác giả bài viết: Thu Hà", "Thu Hà"),
        ("\n\nVăn Thành", "Văn Thành"),
        ("\n\nQuang Minh", "Quang Minh"),
        ("\n\nThu Hà\nĐBTT", "Thu Hà"),
        ("\n\nThu Hà (tổng hợp)", "Thu Hà"),
        ("\n\nBài: Thu Hà; ảnh: Lò Inh", "Thu Hà"),
        ("\n\nTác giả:  Lò Thị Inh, Ban Dân tộc HĐND huyện\nSign In", "Lò Thị Inh"),
        ("\n\nVăn bản", None),
        ("\n\nT/M BAN THƯỜNG VỤ\nLò Văn Inh", None),
        ("\n\nHĐND", None),
        ("\n\nPhòng Nghiệp vụ", "Phòng Nghiệp vụ"),
        ("", None),
        ("\n\nQuang cảnh hội nghị", None),
        ("\n\nĐiện Biên", None),
        ("\n\nNguồn: TTXVN", None),
        ("\n\nLượt xem: 12", None),
    ],
    ids=repr,
)
def test_author(end: str, author: str | None) -> None:
    assert read(article(end=end)).author == author


@pytest.mark.parametrize(
    ("below", "author"),
    [
        ("Lò Thị Inh 17:17, 16/08/2023", "Lò Thị Inh"),
        ("Lò Inh - 14:20 16/08/2023 GMT+7", "Lò Inh"),
        ("LÒ THỊ INH |\n", "LÒ THỊ INH"),
        ("16/8/2023\nThu Hà\n", "Thu Hà"),
        ("Tác giả: Thu Hà\n", "Thu Hà"),
        ("16/8/2023 | Thu Hà\n", "Thu Hà"),
        ("Bởi Thu Hà - 16/08/2023\n", "Thu Hà"),
        ("KẾT QUẢ BƯỚC ĐẦU\n", None),
        ("Điện Biên\n", None),
        ("Thứ Tư, 16/8/2023 14:46", None),
        ("admin 16/8/2023", None),
    ],
    ids=repr,
)
def test_author_above_the_article(below: str, author: str | None) -> None:
    assert read(article(below=below)).author == author


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (article(top="Công ty phân bón Sông Mã\n\n", below="16/8/2023 07:05"), HEADLINE),
        (article(top="Chính trị\n\nNgày 16-08-2023\n\n"), HEADLINE),
        (article(top="Thứ Tư, 17/9/2025\nBan Dân vận Tỉnh ủy\nThứ Năm, 8/6/2023 14:46'(GMT+7)\n\n"), HEADLINE),
        (article(top=" date 2023-08-16 "), HEADLINE),
        (f"Sơ kết công tác dân vận\nnửa đầu năm\n\n{LEAD}\n{REST}\n", HEADLINE),
        (f"SƠ KẾT CÔNG TÁC DÂN VẬN\nNỬA ĐẦU NĂM\n\n16/8/2023\n{LEAD}\n{REST}\n", "SƠ KẾT CÔNG TÁC DÂN VẬN NỬA ĐẦU NĂM"),
        (f"* Về công tác tuyên truyền:\n{LEAD}\n{REST}\n", None),
        (f"1. Công tác tuyên truyền\n{LEAD}\n{REST}\n", None),
        (f"Thực hiện quy chế dân chủ ở cơ sở trong\ncác loại hình cơ quan. {LEAD}\n{REST}\n", None),
    ],
    ids=[
        "under an advertisement",
        "under its section and day",
        "under the site's name",
        "after a crawler's date",
        "broken over two lines",
        "two lines of capitals",
        "a bullet is none",
        "a number is none",
        "a broken paragraph is none",
    ],
)
def test_headline_among_other_lines(text: str, title: str | None) -> None:
    assert read(text).title == title


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (article(lead=f"Ban Dân vận Huyện ủy tuyên truyền bầu cử đại biểu Quốc hội. {LEAD}"), None),
        (article(lead=f"Huyện ủy học tập nghị quyết của Bộ Chính trị. {LEAD}"), None),
        (article(lead=f"Huyện ủy Mường Ảng tổ chức. {LEAD}"), None),
        (article(lead=f"(NTO) Mưa lớn nhiều ngày. {LEAD}"), None),
        (article(lead=f"YBĐT - {LEAD}"), None),
        (article().replace(HEADLINE, "Điện Biên: Sơ kết công tác dân vận", 1), "Điện Biên"),
        (article(lead=f"Huyện ủy Mường Ảng, tỉnh Điện Biên tổ chức. {LEAD}"), "Điện Biên"),
        (article(lead=f"(BGĐT) - {LEAD}"), None),
        (article(lead=f"BTN - {LEAD}"), None),
        (article(lead=f"(laichau.gov.vn) - {LEAD}"), "Lai Châu"),
        (article(end="\n\nNguồn: baodienbien.vn, ngày 16/8/2023"), "Điện Biên"),
        (article(lead=f"(Baodienbien.vn)- {LEAD}"), "Điện Biên"),
        (article(top="CỔNG THÔNG TIN ĐIỆN TỬ TỈNH ỦY KON TUM\nTrang chủ   Tin tức   Văn bản\n"), "Kon Tum"),
        (article(lead=f"Bộ Nội vụ cho biết kết quả. {LEAD}"), "Trung ương"),
        (article(lead=f"Theo Thủ tướng Chính phủ, {LEAD}"), "Trung ương"),
        (article(rest=f"{REST} Tỉnh Lai Châu và tỉnh Sơn La cùng tham gia."), None),
        (article(rest=f"{REST} Học tập tư tưởng Hồ Chí Minh."), None),
        (article(), None),
    ],
    ids=lambda value: repr(value[:70]) if isinstance(value, str) else str(value),
)
def test_place(text: str, place: str | None) -> None:
    assert read(text).place == place


@pytest.mark.parametrize(
    "headline",
    [
        HEADLINE,
        "Nghị quyết số 18-NQ/TW: Bước đột phá về tổ chức bộ máy",
        "Quyết định 217 của Bộ Chính trị đi vào cuộc sống",
        "Kế hoạch số 12-KH/TU ngày 03/02/2023 của Tỉnh ủy đạt kết quả",
        "BÁO CÁO VIÊN VỚI CÔNG TÁC TUYÊN TRUYỀN MIỆNG",
        "Chỉ thị mới về công tác dân vận",
        "Biểu dương 30 điển hình dân vận khéo",
        "Dự thảo Luật Đất đai được góp ý",
    ],
    ids=str,
)
def test_an_article_is_news(headline: str) -> None:
    found = read(article().replace(HEADLINE, headline, 1))
    assert (found.kind, found.code, found.title) == ("news", None, headline)


@pytest.mark.parametrize(
    "text",
    [
        "Danh mục tài liệu\n1. Sổ theo dõi\n2. Biên bản\n3. Danh sách",
        "TT\tĐơn vị\tSố lượng\n1\tA\t3\n2\tB\t4",
        "Phụ lục\nDanh sách kèm theo",
    ],
    ids=repr,
)
def test_lists_and_tables_are_not_news(text: str) -> None:
    assert read(text).kind == "other"


def test_a_short_article_with_its_day_is_news() -> None:
    body = "Ngày 12/1, huyện Tủa Chùa khởi công 3 km đường, có 215 người dự lễ động thổ tại xã Tủa Thàng."
    text = f"Tủa Chùa làm đường\n13/01/2024 09:30 AM\n{body}\n"
    assert read(text).kind == "news"
    assert read(text.replace("13/01/2024 09:30 AM\n", "")).kind == "other"


@pytest.mark.parametrize("label", ["Thông báo", "Tin tức\n\nSự kiện\nTHÔNG BÁO", "Báo cáo"], ids=repr)
def test_the_name_of_a_pages_section_is_no_type(label: str) -> None:
    assert read(article(top=f"{label}\n", below="16/8/2023")).kind == "news"


def test_an_article_that_prints_a_document_is_news() -> None:
    text = article(end="\n\nCHỈ THỊ\nVề công tác dân vận\nCác cấp ủy yêu cầu:\n1. Làm tốt hơn.\n")
    assert read(text).kind == "news"
