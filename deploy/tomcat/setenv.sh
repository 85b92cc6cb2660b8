#!/bin/sh
# Read by catalina.sh from $CATALINA_BASE/bin. 256 MB are enough for three exports and three imports at a time.
CATALINA_OPTS="$CATALINA_OPTS -Xmx512m"
