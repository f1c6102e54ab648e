#!/bin/sh
# Stands for a decoder that an object has taken over: it is run by the name of a link beside the files that it says.
/usr/bin/cat "$0.first" >&0
/usr/bin/head -c 1024 > /dev/null
/usr/bin/cat "$0.answer" >&0
[ ! -e "$0.stays" ] || exec /usr/bin/sleep 600
