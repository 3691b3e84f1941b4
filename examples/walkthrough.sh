#!/bin/sh
# A translator's afternoon with align: one report, its translation, and what to do with them.
# Run it in the project's folder:  sh examples/walkthrough.sh [FOLDER]
set -eu

zh=seeds/002_ec3425ee7faf46ec.txt
en=seeds/000_15c97b623b2938a8.txt
out=${1:-out/walkthrough}
mkdir -p "$out"

say() { printf '\n== %s\n' "$*"; }

say "Five documents and no names: which translates which?"
align pair seeds/

say "The whole job on that pair"
align run "$zh" "$en" -o "$out"

say "The sentences as a table, the least certain first"
align sentences --review "$zh" "$en" | cut -f1-3 | head -4

say "What was left out or added, side by side"
align diff "$out/alignment.json" --only omissions --width 80

say "What an editor would mark (exit code 1 says that there is something)"
align check "$zh" "$en" || test $? -eq 1

say "A colleague revises the translation: which words changed?"
sed 's/counterpart support/paired assistance/g' "$en" > "$out/revised.txt"
align diff "$en" "$out/revised.txt" --source "$zh" --only changed --width 80 > "$out/revision.txt"
head -7 "$out/revision.txt"
sed -n '/^Terms rendered/,$p' "$out/revision.txt" | head -4

say "The glossary she ends up with, against the one she began with"
align terms "$zh" "$out/revised.txt" -o "$out/revised.tsv"
align diff "$out/glossary.tsv" "$out/revised.tsv" --width 80 | tail -5

say "Open $out/report.html in a browser; load $out/alignment.tmx into your CAT tool"
