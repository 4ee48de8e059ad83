#!/bin/sh
# Lần đầu: cài Trích yếu từ thư mục này, không cần mạng. Sau đó: mở chương trình (thêm lệnh thì chạy lệnh ấy; thêm tên
# một tệp .db thì mở cơ sở dữ liệu ấy, chưa có thì tạo ra).
# First time: installs Trích yếu from this folder alone, without network. Then: opens it, or runs the command given; the
# name of a .db file opens that database, which is made when it is not there.
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
  *.db) [ $# -eq 1 ] && exec "$here/.venv/bin/trichyeu" serve --open --db "$1" ;;
esac
if [ $# -gt 0 ]; then
  exec "$here/.venv/bin/trichyeu" "$@"
fi
cd "$here"
exec .venv/bin/trichyeu serve --open
