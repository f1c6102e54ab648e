#!/bin/sh
# Starts a decoder, and records the start beside the link by which the test runs this script.
echo started >> "$0.starts"
read -r program < "$0.program"
exec "$program" "$@"
