# SPDX-License-Identifier: GPL-3.0-or-later
# Holds the figures of a reference.json against the results of the program: see test-further.
# Files in this order: reference.json, import --dry-run, check, actuals --format csv, list.

# Key of a line of JSON, and what stands behind it.
function key_of(line) { return substr(line, 2, index(line, "\": ") - 2) }

function path_of(name,    i, path) {
  for (i = 1; i <= depth; i++) path = path stack[i] "."
  return path name
}

function keep(path, value) {
  sub(/,$/, "", value)
  gsub(/^"|"$/, "", value)
  paths[++paths_n] = path
  wanted[path] = value
}

function keep_list(path, list,    items, n, i) {
  sub(/^\[/, "", list)
  sub(/\],?$/, "", list)
  n = split(list, items, /, */)
  for (i = 1; i <= n; i++) keep(path "[" i - 1 "]", items[i])
}

# Days since 1970-01-01 (H. Hinnant, days_from_civil).
function day_number(date,    y, m, d, era, yoe, doy) {
  y = substr(date, 1, 4) + 0; m = substr(date, 6, 2) + 0; d = substr(date, 9, 2) + 0
  y -= m <= 2
  era = int(y / 400)
  yoe = y - era * 400
  doy = int((153 * (m + (m > 2 ? -3 : 9)) + 2) / 5) + d - 1
  return era * 146097 + yoe * 365 + int(yoe / 4) - int(yoe / 100) + doy - 719468
}

function weekday(day) { return (day + 3) % 7 } # Monday is 0

# To the last digit printed; what is printed without a point is exact.
function agrees(want, got,    digits, d) {
  if (want == "null") return got == ""
  if (got == "") return 0
  digits = index(want, ".") ? length(want) - index(want, ".") : 0
  d = got - want
  d = d < 0 ? -d : d
  return digits == 0 ? d == 0 : d <= 0.5 * 10 ^ -digits * (1 + 1e-6) + 1e-9 * (want < 0 ? -want : want)
}

function verdict(path, got, of) {
  checked[path] = 1
  rows++
  if (!agrees(wanted[path], got)) {
    print "differs: " path ": " (got == "" ? "nothing" : got) " (" of "), expected " wanted[path]
    bad++
  }
}

# "KPI,DEFINITION,STATISTIC[,GROUP,KEY]", or a difference of two.
function value_of(what,    ends) {
  if (split(what, ends, " - ") == 2) return value[ends[1]] - value[ends[2]]
  return value[what]
}

function by_holiday(path,    date, day, name, n, sum, week) {
  date = substr(path, length("holidays.") + 1, 10)
  day = day_number(date)
  name = path
  sub(/.*\./, "", name)
  for (week = -5; week <= 5; week++) {
    if (week * week >= 4 && (day + 7 * week) in of_day) { n++; sum += of_day[day + 7 * week] }
  }
  if (name == "count") return of_day[day]
  if (name ~ /^same_weekday/) return n > 0 ? sum / n : ""
  return sum > 0 ? of_day[day] / (sum / n) : ""
}

function by_arrivals(path,    i) {
  i = path
  sub(/.*\[/, "", i)
  i += 0
  if (path ~ /^holidays\./) return by_holiday(path)
  if (path == "arrivals.arrivals") return value["arrivals,opened,count"]
  if (path == "arrivals.days") return days_n
  if (path == "arrivals.per_day_mean") return value["arrivals,opened,count"] / days_n
  if (path ~ /^arrivals\.hour_of_week_mean/) return of_hour[i] / weekdays_n[int(i / 24)]
  if (path ~ /^arrivals\.day_of_week_mean/) return of_weekday[i] / weekdays_n[i]
  return "-" # dispersion, bounds
}

# A row of the list: a path, or a beginning that ends with *.
function take(path, what,    name, base, group) {
  if (what == "-") { checked[path] = 1; left_n++; return }
  if (what == "=ARRIVALS") {
    if (by_arrivals(path) == "-") { checked[path] = 1; left_n++; return }
    verdict(path, by_arrivals(path), "by arrivals,opened")
    return
  }
  if (substr(what, 1, 1) == "@") { verdict(path, told[substr(what, 2)], what); return }
  if (!starred) { verdict(path, value_of(what), what); return }
  name = path
  sub(/.*\./, "", name)
  if (name == "min") { checked[path] = 1; left_n++; return } # no such statistic
  if (name == "n") name = "count"
  split(what, base, ",")
  group = base[3] == "" ? "" : "," base[3] "," (base[4] == "?" ? stem(path) : base[4])
  verdict(path, value_of(base[1] "," base[2] "," name group), what)
}

# The next to last part of a path.
function stem(path) {
  sub(/\.[^.]*$/, "", path)
  sub(/.*\./, "", path)
  return path
}

FNR == 1 { file++ }

file == 1 {
  line = $0
  sub(/^ +/, "", line)
  if (line ~ /^[{]?$/) next
  if (line ~ /^[]}],?$/) { depth--; next }
  if (line !~ /": /) { keep(path_of(items_n++), line); next } # an item of a list of lines
  rest = substr(line, index(line, "\": ") + 3)
  if (rest == "{" || rest == "[") { items_n = 0; stack[++depth] = key_of(line); next }
  if (substr(rest, 1, 1) == "[") keep_list(path_of(key_of(line)), rest)
  else keep(path_of(key_of(line)), rest)
  next
}

file == 2 { name = $1; if (!(name in told)) told[name] = $NF; next }

file == 3 { # "log.csv: fine (log of ...: 9 contacts, 2 classes, 3 teams, 19 agents)"
  if (FNR == 1 && match($0, /[0-9]+ teams?/)) told["teams"] = substr($0, RSTART) + 0
  next
}

file == 4 {
  if (/^#/) next
  n = split($0, f, ",")
  if (n < 12 || f[9] != "") next
  value[f[2] "," f[3] "," f[5] (f[7] != "" ? "," f[7] "," f[8] : "")] = f[12]
  if (f[2] != "arrivals" || f[3] != "opened") next
  if (f[7] == "day") {
    day = day_number(f[8])
    of_day[day] = f[12]
    of_weekday[weekday(day)] += f[12]
    weekdays_n[weekday(day)]++
    days_n++
  }
  if (f[7] == "weekday_interval") {
    of_hour[index("montuewedthufrisatsun", substr(f[8], 1, 3)) / 3 * 24 - 8 + substr(f[8], 5, 2)] = f[12]
  }
  next
}

file == 5 {
  start = $0
  sub(/  .*/, "", start)
  what = $0
  sub(/^.*  +/, "", what)
  if (what == $0) { sub(/^[^ ]* /, "", what); start = $1 }
  starred = sub(/\*$/, "", start)
  for (i = 1; i <= paths_n; i++) {
    path = paths[i]
    if (path in checked || path ~ /^definitions/) continue
    if (starred ? substr(path, 1, length(start)) == start : path == start) { take(path, what); used[FNR] = 1 }
  }
  if (!used[FNR]) { print "the reference has no figure '" start "'"; bad++ }
}

END {
  for (i = 1; i <= paths_n; i++) {
    if (!(paths[i] in checked) && paths[i] !~ /^definitions/) { print "forgotten: " paths[i]; bad++ }
  }
  print rows - bad " of " rows " figures are reproduced, " left_n " named as out of reach"
  exit bad > 0 || rows == 0
}
