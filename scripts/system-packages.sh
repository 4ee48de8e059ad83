#!/usr/bin/env bash
# Installs the Debian packages that the readers want, when this user may; says what is missing otherwise, and goes on.
set -u
# Debian 13 gave some of them other names. PostgreSQL is for its tests alone: they make clusters of their own, so none is
# made and started here.
wanted=("libmagic1 libmagic1t64" "fonts-liberation2 fonts-liberation" "libarchive13 libarchive13t64" tesseract-ocr-vie postgresql)

# Sets `missing` to the names of the packages that are not here, each the first that this Debian knows.
look() {
  missing=()
  local names name known
  for names in "${wanted[@]}"; do
    known="${names%% *}"
    for name in $names; do
      if dpkg -s "$name" >/dev/null 2>&1 || apt-cache show "$name" >/dev/null 2>&1; then
        known="$name"
        break
      fi
    done
    dpkg -s "$known" >/dev/null 2>&1 || missing+=("$known")
  done
}

look
[ ${#missing[@]} -eq 0 ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  apt-get update -qq >/dev/null 2>&1
  look
  if ! dpkg -s postgresql-common >/dev/null 2>&1; then
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql-common >/dev/null 2>&1 &&
      echo "create_main_cluster = false" >> /etc/postgresql-common/createcluster.conf
  fi
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null 2>&1 && exit 0
fi
echo "Thiếu gói hệ thống: ${missing[*]}. Cài bằng: sudo apt-get install ${missing[*]}" >&2
echo "System packages missing: ${missing[*]}. What needs them says so; the rest works." >&2
exit 0
