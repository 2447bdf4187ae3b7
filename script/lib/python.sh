# Finds a Python that is new enough; sourced by the scripts beside this folder. Sets ROOT and PYTHON.
ROOT=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P) || exit 1
cd "$ROOT" || exit 1

PYTHON=
for candidate in ${HUB_PYTHON:-} python3 python3.13 python3.12 python3.11 python; do
    if command -v "$candidate" >/dev/null 2>&1 &&
        "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
        PYTHON=$candidate
        break
    fi
done
if [ -z "$PYTHON" ]; then
    found=$(python3 --version 2>/dev/null) || found="no Python 3 at all"
    echo "$(basename -- "$0"): the hub needs Python 3.11 or newer; this machine has ${found:-no Python 3 at all}. On Debian 12 or newer: apt install python3 python3-venv" >&2
    exit 1
fi
export PYTHONUNBUFFERED=1
