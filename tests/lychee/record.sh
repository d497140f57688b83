#!/usr/bin/env bash
# Records what a real lychee says of the links of tests/outgoing.rs, asked of tests/lychee/serve.py.
#   tests/lychee/record.sh LYCHEE      the program; 0.24 made what is here
# Writes links.html (the list that the test makes, taken from casebook) and results.json.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
lychee=${1:?which lychee?}
python3 "$here/serve.py" 8765 &
server=$!
trap 'kill "$server"' EXIT
until (exec 3<>/dev/tcp/127.0.0.1/8765) 2>/dev/null; do sleep 0.1; done
cd "$here"
# lychee exits with 2 when links are broken, as they are meant to be here.
"$lychee" --format json --verbose --no-progress --timeout 3 --max-retries 0 --output results.json links.html || test $? = 2
