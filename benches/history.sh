#!/usr/bin/env bash
# What dates from git cost: a made-up history, `git log --name-only` over it, and `casebook dates`.
#   benches/history.sh [COMMITS [FILES]]      70,000 and 15,000 when not given
# Needs a release build. Prints seconds on the clock of five runs each, the shortest of each, and the ratio.
set -euo pipefail
cd "$(dirname "$0")/.."
commits=${1:-70000} files=${2:-15000}
casebook=$PWD/target/release/casebook
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
git init -q -b main "$folder"
# Every file is added at first; then each commit edits two files, and one in fifty moves one of them. One in
# ten is a branch that is merged.
awk -v commits="$commits" -v files="$files" '
  function blob(n, text) { text = sprintf("<properties pageTitle=\"%d\" articleId=\"%d\"/>\n\n# %d\n\nVersion %d.\n", n % files, n % files, n % files, n); return "M 100644 inline " path[n % files] "\ndata " length(text) "\n" text }
  function head(ref, n) { printf "commit %s\nmark :%d\ncommitter A%d <a%d@b.example> %d +0000\ndata 1\nx\n", ref, ++mark, n % 300, n % 300, 1600000000 + n * 60 }
  BEGIN {
    for (n = 0; n < files; n++) path[n] = sprintf("articles/s%d/a%d.md", n % 200, n)
    head("refs/heads/main", 0)
    for (n = 0; n < files; n++) printf "%s", blob(n)
    main = mark
    for (n = 1; n < commits; n++) {
      if (n % 10 == 0) {
        head("refs/heads/side", n); printf "from :%d\n%s", main, blob(n * 7 + 1); side = mark
        at = (n * 7 + 1) % files
        text = blob(n * 7 + 1)
        head("refs/heads/main", n); printf "from :%d\nmerge :%d\n%s", main, side, text; main = mark
        continue
      }
      head("refs/heads/main", n); printf "from :%d\n%s", main, blob(n * 7)
      if (n % 50 == 1) { at = (n * 7) % files; new = path[at] ".r" n ".md"; sub(/\.md\.r/, ".r", new); printf "R %s %s\n", path[at], new; path[at] = new }
      else printf "%s", blob(n * 13 + 5)
      main = mark
    }
  }' | git -C "$folder" fast-import --quiet
git -C "$folder" reset -q --hard main
# As after any other use of git: while files are as young as the index, git reads them to tell whether they changed.
touch -d '2026-01-01' "$folder"/articles/*/*
git -C "$folder" status --short
printf '%s commits, %s files\n' "$(git -C "$folder" rev-list --count main)" "$(git -C "$folder" ls-files | wc -l)"
seconds() { local start=$EPOCHREALTIME; "$@" >/dev/null; awk -v a="$start" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.3f", b - a }'; }
log=() dates=() cached=()
for _ in 1 2 3 4 5; do
  log+=("$(seconds git -C "$folder" log --name-only)")
  rm -rf "$folder/.git/casebook"
  dates+=("$(seconds "$casebook" dates "$folder")")
  cached+=("$(seconds "$casebook" dates "$folder")")
done
least() { printf '%s\n' "$@" | sort -n | head -1; }
printf 'git log --name-only:      %s\n' "${log[*]}"
printf 'casebook dates:           %s\n' "${dates[*]}"
printf 'casebook dates, kept:     %s\n' "${cached[*]}"
awk -v a="$(least "${log[@]}")" -v b="$(least "${dates[@]}")" -v c="$(least "${cached[@]}")" 'BEGIN { printf "ratio %.2f; kept %.0f ms\n", b / a, c * 1000 }'
