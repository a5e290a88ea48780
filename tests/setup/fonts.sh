#!/usr/bin/env bash
# Puts the free Fandol fonts into a folder, out of Debian's texlive-lang-chinese, without installing TeX.
# Usage: fonts.sh FOLDER. Does nothing where they are there already.
set -euo pipefail
target=${1:?folder}
if ls "$target"/FandolFang-Regular.otf >/dev/null 2>&1; then exit 0; fi
command -v apt-get >/dev/null && command -v dpkg >/dev/null || { echo "没有 apt，取不到 Fandol 字体"; exit 1; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
(cd "$work" && { apt-get download -qq texlive-lang-chinese >/dev/null 2>&1 || { apt-get update -qq && apt-get download -qq texlive-lang-chinese; } >/dev/null 2>&1; }) ||
  { echo "apt 下载不到 texlive-lang-chinese"; exit 1; }
dpkg -x "$work"/texlive-lang-chinese*.deb "$work/unpacked"
mkdir -p "$target"
cp "$work"/unpacked/usr/share/texlive/texmf-dist/fonts/opentype/public/fandol/Fandol*.otf "$target"/
