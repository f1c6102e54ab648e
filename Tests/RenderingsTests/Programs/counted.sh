#!/bin/sh
# Starts a decoder for the test that runs it by a link, and notes the start beside the link.
echo started >> "$0.starts"
read -r program < "$0.program"
exec "$program" "$@"
