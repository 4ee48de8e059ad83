#!/bin/sh
# Lần đầu: cài Trích yếu từ thư mục này, không cần mạng. Sau đó: mở chương trình (thêm lệnh thì chạy lệnh ấy; thêm tên
# một tệp .db thì mở cơ sở dữ liệu ấy, chưa có thì tạo ra). Sau tên tệp, hoặc không có tên tệp, có thể ghi --port, --host.
# First time: installs Trích yếu from this folder alone, without network. Then: opens it, or runs the command given; the
# name of a .db file opens that database, which is made when it is not there. Options of serve may stand behind the
# name; --port and --host may stand alone.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
python=$(command -v python@PYTHON@ || command -v python3 || true)
if [ -z "$python" ] || [ "$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')" != "@PYTHON@" ]; then
  echo "Cần Python @PYTHON@ / Python @PYTHON@ is needed" >&2
  exit 1
fi
if [ ! -x "$here/.venv/bin/trichyeu" ]; then
  "$python" "$here/cai.py" linux
fi
[ -d "$here/tessdata" ] && export TESSDATA_PREFIX="$here/tessdata"
case "${1:-}" in
  *.db)
    case "${2:---}" in
      -*)
        db=$1
        shift
        exec "$here/.venv/bin/trichyeu" serve --open --db "$db" "$@"
        ;;
    esac
    ;;
  "" | --port | --port=* | --host | --host=*)
    cd "$here"
    exec .venv/bin/trichyeu serve --open "$@"
    ;;
esac
exec "$here/.venv/bin/trichyeu" "$@"
