"""Page furniture of portals and newspapers of several makes: menus, counters, forms, lists, repeated captions."""

import textwrap
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.layout.boilerplate import find_boilerplate
from extractors.layout.furniture import find_zone
from extractors.model import Block, BlockKind
from extractors.rulebook import load_rules
from extractors.text.lines import Line
from tests.growing import grows_with_length, long_texts

BODY = (
    "Ngày 14/8, Huyện ủy Mường Ảng tổ chức hội nghị sơ kết công tác dân vận, có 86 đại biểu tham dự, "
    "đánh giá kết quả thực hiện quy chế dân chủ ở cơ sở tại 10 xã, thị trấn trên địa bàn huyện trong nửa đầu năm."
)
MORE = (
    "Theo báo cáo, các cấp ủy đã mở 41 hội nghị tuyên truyền với 3.912 lượt người nghe, nhận 27 ý kiến, "
    "đã trả lời tại chỗ 21 ý kiến, số còn lại giao các phòng chuyên môn trả lời bằng văn bản trước ngày 30/8."
)


def furniture(text: str) -> list[str]:
    return [text[start:end] for start, end in find_boilerplate(text)]


def page(before: str = "", middle: str = "", after: str = "") -> str:
    return f"{before}Mường Ảng sơ kết công tác dân vận\n{middle}\n{BODY}\n\n{MORE}\n\nQuàng Thị Pâng\n\n{after}"


@pytest.mark.parametrize(
    "block",
    [
        "Trang chủ | Giới thiệu | Tin tức | Văn bản | Liên hệ\n",
        "Trang chủ\n>\nTin tức\n>\nXây dựng Đảng\n",
        "Trang chủ > Tin tức - Sự kiện > Dân vận\n",
        "Skip to content\nEnglish\nĐăng nhập\n",
        "Chủ nhật, 17/11/2024\n",
        "Thứ Bảy, ngày 05 tháng 3 năm 2022 | 14:02\n",
        "CỔNG THÔNG TIN ĐIỆN TỬ HUYỆN MƯỜNG ẢNG\nTrang chủ   Giới thiệu   Tin tức   Thư viện\nĐang online: 12\n",
        "Báo Điện Biên điện tử\nTrang này sử dụng cookie để hoạt động tốt hơn. Đồng ý\n",
        "banner\nHôm nay: 12 | Tổng lượt truy cập: 90.112\n",
    ],
    ids=repr,
)
def test_what_stands_above_the_article_is_furniture(block: str) -> None:
    assert furniture(page(before=block)) == [block.strip()]


@pytest.mark.parametrize(
    "block",
    [
        "Lượt xem: 214",
        "1.482 lượt xem\nIn bài viết\nGửi email",
        "Các tin khác\nTủa Chùa: 12 mô hình dân vận khéo (12/8/2023)\nHọp báo công bố kết quả quan trắc (10/8/2023)",
        "Bài viết liên quan\n• Điện Biên Đông kết nạp 41 đảng viên\n• Nậm Pồ làm 3 km đường\nBình luận (0)",
        "Tin mới hơn\n- Kết quả tháng 7\nTin cũ hơn\n- Kết quả tháng 6",
        "Ý kiến bạn đọc (0)\nHọ và tên: ____ Email: ____\n[Gửi]",
        "Bài trướcXây dựng nông thôn mới ở Búng Lao\nBài sauHội thi dân vận khéo",
        "Chia sẻ Facebook | Zalo | Twitter",
        "Gửi bình luận\nMã xác nhận: 7TQ2\n© Cổng thông tin điện tử huyện. Điện thoại: 0215.3865.123",
        "Đơn vị chủ quản: UBND huyện Mường Ảng\nTrụ sở: Tổ dân phố 3, thị trấn Mường Ảng",
        "Tweet\nShare\nViews Today : 3\nTotal views : 1200",
        "Thời tiết\nĐiện Biên 23°C\nTỷ giá ngoại tệ\nUSD 23.150\nĐường dây nóng: 0215 3866 123",
        "Bình luận\nBạn còn 500/500 ký tự\nVui lòng nhập từ 5 ký tự trở lên",
        "Xem thêm:\nNậm Pồ trồng 250 ha quế\nĐọc tiếp",
        "125 bình luận · 9 lượt chia sẻ\nThích\nBình luận",
        "#DienBien #DanVan",
        "Tags dân vận Mường Ảng quy chế dân chủ",
        "Ý kiến (0)\nTIN CŨ HƠN\nKhởi công nhà máy\nTIN MỚI NHẤT\nThi đua",
        "Họ tên no image\nno image\nNội dung no image\nMã kiểm tra no image",
    ],
    ids=repr,
)
def test_what_follows_the_article_is_furniture(block: str) -> None:
    assert furniture(page(after=block)) == [block]


@pytest.mark.parametrize(
    "line", ["Cỡ chữ A- A+ | Chia sẻ Facebook | Bình luận 0", "anh-tin-bai", "In bài   Gửi email", "• |"], ids=repr
)
def test_buttons_and_placeholders_are_furniture_where_they_stand(line: str) -> None:
    assert furniture(page(middle=f"{line}\n")) == [line]


@pytest.mark.parametrize(
    "line",
    [
        "14/8/2023 - 09:12",
        "Cập nhật ngày: 14.8.2023",
        "Thứ tư, 16.08.2023 | 14:12",
        "Quang cảnh hội nghị",
        "Thời tiết diễn biến phức tạp",
        "[img]",
        "Ảnh: Lò Văn Thoa",
        "Nguồn: baodienbien.vn, ngày 14/8/2023",
        "Thứ hai, đẩy mạnh tuyên truyền đến từng hộ dân",
        "Liên hệ công tác với Phòng Nội vụ",
        "1038 hội viên được vay vốn",
        "-----",
        "1. Kinh tế",
    ],
    ids=repr,
)
def test_the_articles_own_lines_are_not_furniture(line: str) -> None:
    assert furniture(page(middle=f"{line}\n")) == []


def test_boxes_between_menu_and_headline_are_furniture() -> None:
    box = "Trang nhất | Tin tức | Liên hệ\nDanh mục\nHọc tập và làm theo Bác\nBạn thấy trang này thế nào?\n"
    assert furniture(page(before=box, middle="Thứ sáu, 11/8/2023 - 10:15 (GMT+7)\n")) == [box.strip()]


def test_a_list_in_the_middle_ends_where_the_article_goes_on() -> None:
    text = page(middle=f"Tin liên quan\nNậm Pồ làm 3 km đường\n{MORE}\n")
    assert furniture(text)[0] == "Tin liên quan\nNậm Pồ làm 3 km đường"


@pytest.mark.parametrize(
    ("caption", "found"),
    [
        (f"{BODY[:-1]}. Ảnh: Cà Hương", True),
        (
            "Các cấp ủy đã mở 41 hội nghị tuyên truyền với 3.912 lượt người nghe, nhận 27 ý kiến, "
            "đã trả lời tại chỗ 21 ý kiến",
            False,
        ),
        ("Lãnh đạo Huyện ủy phát biểu khai mạc hội nghị. Ảnh: Cà Hương", False),
    ],
    ids=["a sentence with a credit", "part of a sentence", "a caption that stands once"],
)
def test_caption_run_into_a_paragraph(caption: str, found: bool) -> None:
    text = f"Mường Ảng sơ kết\n{BODY} {MORE} {caption} Kết luận hội nghị, Bí thư Huyện ủy đề nghị các xã làm tốt hơn.\n"
    assert (furniture(text) == [caption]) is found
    assert found or furniture(text) == []


def test_caption_glued_to_the_next_sentence_without_a_stop() -> None:
    caption = "Trong tháng 7 toàn tỉnh có 1.204 lao động được giải quyết việc làm, tăng 3% so với tháng trước"
    text = (
        f"Việc làm tháng 7 tăng\nSở Lao động cho biết tình hình chung ổn định.\n{caption} Theo Sở Lao động, thị trường "
        f"khá sôi động. {caption}. Các huyện vùng cao còn khó khăn do thiếu doanh nghiệp đóng trên địa bàn huyện.\n"
    )
    assert furniture(text) == [caption]


def test_headline_printed_again_is_furniture_but_for_its_first_copy() -> None:
    text = f"Mường Ảng sơ kết công tác dân vận\n{page()}"
    assert furniture(text) == ["Mường Ảng sơ kết công tác dân vận"]
    assert find_boilerplate(text)[0][0] > 0


SHARED = """Tải bản đầy đủ (.docx) (12 trang)

BÁO CÁO Tổng kết năm học 20202021

Bạn đang xem bản rút gọn của tài liệu. Xem và tải ngay bản đầy đủ của tài liệu tại đây (88.20 KB, 12 trang )

UBND TỈNH SƠN LA
Số: 5/BC-SGDĐT
BÁO CÁO
Tổng kết năm học 2020-2021
Toàn ngành có 41 trường đạt chuẩn.
"""


def test_a_button_below_a_letterhead_leaves_it_alone() -> None:
    text = "UBND TỈNH SƠN LA\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐang tải tài liệu...\nSố: 5/BC-UBND\nBÁO CÁO\n"
    assert furniture(text) == ["Đang tải tài liệu..."]


def test_what_a_sharing_site_says_above_a_document() -> None:
    (head,) = furniture(SHARED)
    assert head.startswith("Tải bản") and head.endswith("12 trang )")


@pytest.mark.parametrize(
    "block",
    [
        "Đảng bộ  »  Điều lệ Đảng\n",
        "Thứ Tư, 17/9/2025\nBan Tuyên giáo Tỉnh ủy\n",
        "Hệ thống pháp luật\n",
        "Skip Ribbon Commands\nSkip to main content\n",
        "Banner Huyện ủy Mường Ảng\n",
    ],
    ids=repr,
)
def test_what_a_portal_says_above_the_article(block: str) -> None:
    assert furniture(page(before=block)) == [block.strip()]


@pytest.mark.parametrize(
    "line",
    ["ipv6 ready Chung nhan Tin Nhiem Mang", "Alternate Text", "Xem mẫu", "ANH 1_6.jpg", "Lượt xem: 7805", "Sign In"],
    ids=repr,
)
def test_marks_of_a_site_are_furniture(line: str) -> None:
    assert furniture(page(middle=f"{line}\n")) == [line]


CREDITED = "Theo báo cáo của các cấp ủy, đã mở 41 hội nghị tuyên truyền với 3.912 lượt người nghe Q.P"


@pytest.mark.parametrize(
    ("text", "repeated"),
    [
        (page(middle=f"{BODY.replace('Huyện ủy', 'Huyện ủy (HU)')}\n"), "next"),
        (page(middle=f"{CREDITED}\n"), CREDITED),
        (page(middle=f"{CREDITED.replace('3.912', '3.900')}\n"), None),
        (page(middle=f"{BODY.replace('Mường Ảng', 'Tủa Chùa')}\n"), None),
        (page(middle=f"{BODY.replace('86', '68')}\n"), None),
        (page(middle="Đồng chí Lò Văn Inh phát biểu chỉ đạo tại hội nghị sơ kết Q.P\n"), None),
    ],
    ids=[
        "lead in other words",
        "credited caption",
        "another number",
        "another place",
        "another count",
        "a caption once",
    ],
)
def test_lines_said_again_in_other_words(text: str, repeated: str | None) -> None:
    expected = BODY.replace("Huyện ủy", "Huyện ủy (HU)") if repeated == "next" else repeated
    assert furniture(text) == ([expected] if expected else [])


LEGAL_PAGE = """Cổng pháp luật | Cơ sở dữ liệu quốc gia về pháp luật
Trang chủ
>
Văn bản pháp luật trung ương
>
Nghị định số 11/2020/NĐ-CP Quy định về thủ tục hành chính thuộc lĩnh vực Kho bạc
Nội dung
Thuộc tính
Tải về
Còn hiệu lực
Ngày có hiệu lực:16/03/2020
Ngày cập nhật:02/02/2024
CHÍNH PHỦ
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Số: 11/2020/NĐ-CP
NGHỊ ĐỊNH
Quy định về thủ tục hành chính thuộc lĩnh vực Kho bạc
Căn cứ Luật Tổ chức Chính phủ;
Điều 1. Phạm vi
TM. CHÍNH PHỦ
THỦ TƯỚNG
Nguyễn Xuân Phúc
Mục lục
Điều 1. Phạm vi
"""


def test_page_of_a_legal_database() -> None:
    head, updated, contents = furniture(LEGAL_PAGE)
    assert head.startswith("Cổng pháp luật")
    assert head.endswith("Tải về")
    assert updated == "Ngày cập nhật:02/02/2024"
    assert contents == "Mục lục\nĐiều 1. Phạm vi"


def test_headings_of_a_document_are_kept() -> None:
    text = (
        "UBND TỈNH SƠN LA\nSố: 5/BC-UBND\nBÁO CÁO\nKinh tế\n\nTình hình chung như sau.\nTin tức\nVăn hóa\n"
        f"{BODY}\nXã hội\n{MORE}\n"
    )
    assert furniture(text) == []


@pytest.mark.parametrize("heading", ["Mục lục", "Phản hồi", "Tin khác", "Nội dung", "Giới thiệu"], ids=repr)
def test_a_lone_word_of_menus_is_a_heading_of_a_document(heading: str) -> None:
    assert furniture(f"UBND TỈNH SƠN LA\nSố: 5/BC-UBND\nBÁO CÁO\nKinh tế\n\n{heading}\nTăng 3%.\nGiảm 2%.\n") == []


def test_page_numbers_are_no_sign_of_a_web_page() -> None:
    pages = "".join(f"Mục {i} có nội dung riêng.\n- {i} -\n" for i in range(2, 9))
    text = f"UBND TỈNH SƠN LA\nSố: 5/BC-UBND\nBÁO CÁO\nKinh tế\n\n{pages}Thời tiết\nMưa nhiều.\nMục lục\nTăng 3%.\n"
    assert furniture(text) == [f"- {i} -" for i in range(2, 9)]


def test_page_fields_of_word() -> None:
    assert furniture(f"{BODY}\n\nPAGE\n\n\nPAGE  2\n") == ["PAGE\n\n\nPAGE  2"]


def test_what_the_reader_marked_is_taken() -> None:
    text = f"Báo cáo - trang 2\n{BODY}"
    blocks = (Block(0, 17, BlockKind.HEADER), Block(18, len(text), BlockKind.PARAGRAPH))
    assert find_boilerplate(text, blocks) == ((0, 17),)


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        (text, rule.data["zone"])
        for rule in load_rules("extractors.layout", "boilerplate")
        for text in rule.data["examples"]
    ],
    ids=str,
)
def test_furniture_is_read_by_its_own_rule_first(text: str, zone: str) -> None:
    assert find_zone(Line(0, len(text), text)) == zone


@given(st.text(alphabet="Trang chủ|Tin:Lượtxem0123.Ảnh \n\t>•©", max_size=600))
def test_spans_are_ordered_and_apart(text: str) -> None:
    spans = find_boilerplate(text)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(left[1] < right[0] for left, right in pairwise(spans))


@long_texts(15_000, 80_000)
@pytest.mark.parametrize(
    "unit", ["Trang chủ\n", "Lượt xem: 1 | ", "Ảnh: A B C ", "a. ", "• ", ">", "Tin khác ", "số 5 "], ids=repr
)
def test_work_grows_with_the_text_and_not_faster(unit: str, size: int) -> None:
    assert grows_with_length(find_boilerplate, unit, size)


@pytest.mark.parametrize("width", [40, 60, 200])
def test_heading_of_a_legal_page_is_furniture_however_it_wraps(width: int) -> None:
    heading = "Nghị định số 11/2020/NĐ-CP Quy định về thủ tục hành chính thuộc lĩnh vực Kho bạc"
    page = LEGAL_PAGE.replace(heading, "\n".join(textwrap.wrap(heading, width)))
    assert furniture(page)[0].endswith("Tải về")
    assert len(furniture(page)) == 3


SAID_AGAIN = "Tổ công tác của tỉnh đã giúp hộ nghèo ở xã Xuân Lập dựng lại nhà sau lũ"
PARAGRAPH = "Năm qua, {caption} {sentence}, tu sửa hai cây cầu. Nhân dân phấn khởi và tin vào chính quyền xã. {rest}"


@pytest.mark.parametrize(
    ("caption", "marked"),
    [
        (f"xã có 12 thôn. {SAID_AGAIN}. Ảnh: An Đăng - TTXVN ", f"{SAID_AGAIN}. Ảnh: An Đăng - TTXVN"),
        ("xã có 12 thôn. Bà con xã Xuân Lập gặt lúa trên nương vào mùa nước nổi. Ảnh: An Đăng ", None),
        (f"TP. {SAID_AGAIN.replace('Tổ', 'Lào Cai cho biết tổ')}. ", None),
    ],
    ids=["said again", "said once", "a sentence"],
)
def test_caption_between_two_sentences(caption: str, marked: str | None) -> None:
    text = f"Xuân Lập sau lũ\n{PARAGRAPH.format(caption=caption, sentence=SAID_AGAIN, rest=MORE)}\n"
    assert furniture(text) == ([marked] if marked else [])


def test_link_to_another_article_in_square_brackets() -> None:
    link = "[Huyện Lâm Bình khánh thành cây cầu thứ ba trong năm]"
    assert furniture(f"Xuân Lập sau lũ\n{BODY} {link} {BODY}\n") == [link]
    assert furniture(f"Xuân Lập sau lũ\nMẫu đơn {link} {BODY}\n") == []


def test_title_that_a_document_prints_twice() -> None:
    title = "Về việc sắp xếp các đơn vị hành chính cấp xã năm 2025"
    text = f"Số: 16/NQ-UBTVQH15\n**NGHỊ QUYẾT****{title}**\n\n**{title}**\n\nCăn cứ Hiến pháp;\nĐiều 1. Sắp xếp\n"
    assert furniture(text) == [f"**{title}**"]
