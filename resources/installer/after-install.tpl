#!/bin/sh
set -e

# Chromium's sandbox: user namespaces where this kernel gives them to everybody, else its helper, which belongs to root.
# Asked as `nobody`: root may always make one.
if setpriv --reuid=65534 --clear-groups unshare --user true 2>/dev/null; then
  chmod 0755 '/opt/${sanitizedProductName}/chrome-sandbox'
else
  chmod 4755 '/opt/${sanitizedProductName}/chrome-sandbox'
fi

# Ubuntu 24.04 and later give user namespaces only to programs that a profile names.
profile='/opt/${sanitizedProductName}/resources/apparmor-profile'
if [ -d /etc/apparmor.d ] && apparmor_parser --skip-kernel-load --debug "$profile" >/dev/null 2>&1; then
  cp -f "$profile" '/etc/apparmor.d/${executable}'
  if [ -d /sys/module/apparmor ]; then
    apparmor_parser --replace --write-cache --skip-read-cache '/etc/apparmor.d/${executable}' || true
  fi
fi

for tool in 'update-desktop-database /usr/share/applications' 'gtk-update-icon-cache -q -t /usr/share/icons/hicolor'; do
  if command -v "${tool%% *}" >/dev/null; then $tool || true; fi
done
