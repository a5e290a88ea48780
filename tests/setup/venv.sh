#!/usr/bin/env bash
# Makes the virtual environment. A bare Debian has Python without venv: installs it through apt where it may.
# Usage: PYTHON=python3 venv.sh FOLDER
set -euo pipefail
python=${PYTHON:-python3}
command -v "$python" >/dev/null || { echo "没有找到 $python，请先安装 Python 3.11 或更新的版本"; exit 1; }
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11) and "需要 Python 3.11 或更新的版本，当前是 " + sys.version.split()[0])'
if ! "$python" -c 'import venv, ensurepip' 2>/dev/null; then
  if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
    echo "这台机器的 Python 没有 venv，正在用 apt 安装 python3-venv"
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends python3-venv >/dev/null
  else
    echo "这台机器的 Python 没有 venv。请让管理员运行：apt install python3-venv"
    exit 1
  fi
fi
"$python" -m venv "$1"
