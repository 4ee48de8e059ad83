#!/bin/sh
# Lần đầu: cài Trích yếu từ thư mục này, không cần mạng. Sau đó: mở chương trình (thêm lệnh thì chạy lệnh ấy).
# First time: installs Trích yếu from this folder alone, without network. Then: opens it, or runs the command given.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
python=$(command -v python@PYTHON@ || command -v python3 || true)
if [ -z "$python" ] || [ "$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')" != "@PYTHON@" ]; then
  echo "Cần Python @PYTHON@ / Python @PYTHON@ is needed" >&2
  exit 1
fi
if [ ! -x "$here/.venv/bin/trichyeu" ]; then
  echo "Lần đầu: đang cài vào thư mục này, mất vài phút ... / first time: installing here, a few minutes ..." >&2
  "$python" -m venv "$here/.venv"
  "$here/.venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-index --find-links "$here/linux" trichyeu
fi
[ -d "$here/tessdata" ] && export TESSDATA_PREFIX="$here/tessdata"
if [ $# -gt 0 ]; then
  exec "$here/.venv/bin/trichyeu" "$@"
fi
cd "$here"
exec .venv/bin/trichyeu serve --open
