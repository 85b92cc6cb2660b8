# Makes samples for the series of config/series.txt; see there for the kinds. Called by lib/data.sh.
# Values depend on the time and the series alone: the same hour always looks the same.

/^[ \t]*(#|$)/ { next }

{
  kind = $1
  series = substr($0, index($0, $2))
  seed++
  label = format == "import" ? "history" : "live"
  sub(/}$/, ",feed=\"" label "\"}", series)
  if (format == "scrape") {
    if (kind != "gaps" || with_gaps) print series, value_at(to)
    next
  }
  values = times = separator = ""
  for (t = from; t <= to; t += step) {
    value = value_at(t)
    if (value ~ /Inf/) value = "\"" (value ~ /-/ ? "-" : "") "Infinity\""
    values = values separator value
    # Off the whole second, as real scrapes are.
    times = times separator sprintf("%.0f%03d", t, 137 + seed % 7)
    separator = ","
  }
  print "{\"metric\":" as_json(series) ",\"values\":[" values "],\"timestamps\":[" times "]}"
}

function value_at(t,   tick) {
  tick = t / 15
  if (kind == "counter") return sprintf("%.2f", (t % 3600) * (0.11 + seed / 100))
  if (kind == "wave") return sprintf("%.4f", 2 + sin(t / 300 + seed))
  if (kind == "whole") return sprintf("%.0f", 9007199254740992 - (t % 86400) * seed * 4096)
  if (kind == "flag") return tick % 97 == seed ? 0 : 1
  if (kind == "infinite") return tick % 40 == 7 ? "+Inf" : tick % 40 == 23 ? "-Inf" : sprintf("%.3f", cos(t / 200))
  if (kind == "gaps") return format == "import" && t % 1200 < 300 ? "null" : sprintf("%.1f", (t % 7200) * 1500.5)
  if (kind == "huge") return sprintf("%.3fe300", 1 + tick % 7)
  if (kind == "tiny") return sprintf("%.3fe-300", 1 + tick % 7)
  if (kind == "below") return sprintf("-%.3f", t % 1000 + 0.125)
  return 1
}

# name{a="b",c="d"} to {"__name__":"name","a":"b","c":"d"}; both escape \ " and newline alike.
function as_json(series,   brace, out, i, c, quoted) {
  brace = index(series, "{")
  out = "{\"__name__\":\"" substr(series, 1, brace - 1) "\",\""
  for (i = brace + 1; i < length(series); i++) {
    c = substr(series, i, 1)
    if (quoted) {
      out = out c
      if (c == "\\") out = out substr(series, ++i, 1)
      else if (c == "\"") quoted = 0
    } else if (c == "=") {
      out = out "\":\""
      quoted = 1
      i++
    } else {
      out = out (c == "," ? ",\"" : c)
    }
  }
  return out "}"
}
