#!/usr/bin/env bash
# What the tests need beyond Python: LibreOffice, Chromium, poppler and fonts. Installs through apt where it may; says what it could not.
set -u
cd "$(dirname "$0")/../.."

missing=()
command -v soffice >/dev/null || missing+=(libreoffice-writer-nogui)
command -v chromium >/dev/null || missing+=(chromium)
# The browser driver's node links against it, and a minimal Debian does not have it.
ldconfig -p 2>/dev/null | grep -q 'libatomic\.so\.1' || missing+=(libatomic1)
fc-list 2>/dev/null | grep -q NotoSerifCJK || missing+=(fonts-noto-cjk)
fc-list 2>/dev/null | grep -qi LiberationSerif || missing+=(fonts-liberation2)

if [ ${#missing[@]} -gt 0 ]; then
  if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
    echo "正在安装测试所需的程序：${missing[*]}"
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"; } >/dev/null 2>&1 ||
      echo "没有装上：${missing[*]}。需要它们的测试会跳过并计数。"
  else
    echo "缺少 ${missing[*]}，而这里不能用 apt 安装。需要它们的测试会跳过并计数。"
  fi
fi

# 仿宋 and 楷体 stand-ins of the Fandol family: free, GB2312, the widths of the real ones.
bash tests/setup/fonts.sh .cache/fonts || echo "没有取到 Fandol 字体，版面测试会跳过并计数。"
exit 0
