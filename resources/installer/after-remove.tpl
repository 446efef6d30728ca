#!/bin/sh
set -e

# Only what installing added. The library, its settings and the photos are the person's: nothing here knows where they are.
if [ "$1" = remove ] || [ "$1" = purge ]; then
  if [ -f '/etc/apparmor.d/${executable}' ]; then
    apparmor_parser --remove '/etc/apparmor.d/${executable}' >/dev/null 2>&1 || true
    rm -f '/etc/apparmor.d/${executable}'
  fi
fi
