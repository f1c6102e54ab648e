#!/bin/sh
# A decoder that begins to work for web clients only when the test lets it: beside the link by which the test runs this script.
case "$*" in
*'"niceness":10'*) while [ ! -e "$0.go" ]; do /bin/sleep 0.1; done ;;
esac
read -r program < "$0.program"
exec "$program" "$@"
