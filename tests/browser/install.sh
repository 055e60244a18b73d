#!/usr/bin/env bash
# What `make test-browser` needs: Chromium from Debian, axe-core from npm into the folder that is given.
set -euo pipefail
folder="$1"
version="4.14.1"

missing=()
command -v chromium >/dev/null || missing+=(chromium)
command -v npm >/dev/null || missing+=(npm)
if [ "${#missing[@]}" -gt 0 ]; then
    if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
        echo "make test-browser needs: ${missing[*]}. On Debian: apt-get install ${missing[*]}" >&2
        exit 1
    fi
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi
if ! grep -qs "\"version\": \"$version\"" "$folder/node_modules/axe-core/package.json"; then
    npm install --loglevel=error --no-save --no-package-lock --no-audit --no-fund --ignore-scripts --prefix "$folder" \
        "axe-core@$version"
fi
