#!/usr/bin/env bash
# Installs the Debian packages that the readers want, when this user may; says what is missing otherwise, and goes on.
set -u
# PostgreSQL is for its tests alone: they make clusters of their own, so none is made and started here.
wanted=(libmagic1 fonts-liberation2 libarchive13 tesseract-ocr-vie postgresql)
missing=()
for package in "${wanted[@]}"; do
  dpkg -s "$package" >/dev/null 2>&1 || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  apt-get update -qq >/dev/null 2>&1
  if ! dpkg -s postgresql-common >/dev/null 2>&1; then
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql-common >/dev/null 2>&1 &&
      echo "create_main_cluster = false" >> /etc/postgresql-common/createcluster.conf
  fi
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null 2>&1 && exit 0
fi
echo "Thiếu gói hệ thống: ${missing[*]}. Cài bằng: sudo apt-get install ${missing[*]}" >&2
echo "System packages missing: ${missing[*]}. What needs them says so; the rest works." >&2
exit 0
