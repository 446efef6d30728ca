#!/bin/sh
# Stands in for the static runtime of AppImages: unpacks what lies behind it, and starts it. Of the options of the real
# one it knows --appimage-offset, --appimage-extract and --appimage-extract-and-run (which is what it always does).
offset=@OFFSET@
APPIMAGE=$(readlink -f "$0")
case "$1" in
  --appimage-offset) echo "$offset"; exit ;;
  --appimage-extract) exec unsquashfs -q -n -d squashfs-root -o "$offset" "$APPIMAGE" ;;
  --appimage-extract-and-run) shift ;;
esac
APPDIR=$(mktemp -d "${TMPDIR:-/tmp}/appimage_extracted_XXXXXXXX") || exit
trap 'rm -rf "$APPDIR"' EXIT
trap 'kill -TERM "$child"' TERM INT
unsquashfs -q -n -f -d "$APPDIR" -o "$offset" "$APPIMAGE" || exit
export APPIMAGE APPDIR
"$APPDIR/AppRun" "$@" &
child=$!
wait "$child"
code=$?
# A trap ends `wait` early: once more, for the end itself.
wait "$child" 2>/dev/null && code=0
exit "$code"
