# SPDX-License-Identifier: GPL-3.0-or-later
# One figure of a sweep over one of its keys, with the 95 % interval of each point; a line for each
# value of a second key (values without blanks).
# Reads the CSV of `staffetta sweep --format csv`. By hand:
#   gnuplot -e "data='sweep.csv'; key='demand.volume'; by='teams.front.agents'; kpi='service_level'; statistic='share'" sweep.gp
if (!exists("data")) data = 'sweep.csv'
if (!exists("out")) out = 'sweep.svg'
if (!exists("key")) { print "sweep.gp: name the column of the key: key='demand.volume'"; exit status 2 }
if (!exists("by")) by = ''
if (!exists("kpi")) kpi = 'service_level'
if (!exists("definition")) definition = ''
if (!exists("clock")) clock = ''
if (!exists("statistic")) statistic = 'share'
if (!exists("unit")) unit = 1
if (!exists("xunit")) xunit = 1
if (!exists("xlabel")) xlabel = key
if (!exists("caption")) caption = ''
if (!exists("percent")) percent = statistic eq 'share'
if (!exists("png")) png = strlen(out) > 4 && out[strlen(out) - 3:] eq '.png'
if (!exists("label")) label = statistic eq 'share' ? '' : unit == 60 ? 'min' : unit == 3600 ? 'h' : ''
if (png) { set terminal pngcairo size 900,460 font 'sans,11' background '#ffffff' } else { set terminal svg size 900,460 dynamic font 'sans-serif,14' background '#ffffff' }
set output out
set datafile separator ','
set datafile columnheaders
set datafile commentschars '#'
set datafile missing NaN
set xlabel xlabel noenhanced
set ylabel label noenhanced
if (percent) { set yrange [0:1]; set ytics ('0 %%' 0, '20 %%' 0.2, '40 %%' 0.4, '60 %%' 0.6, '80 %%' 0.8, '100 %%' 1) } else { set yrange [0:*] }
set grid ytics lc rgb 0xe3e3e3 lt 1
set border 3 lc rgb 0x777777
set tics nomirror textcolor rgb 0x333333
if (exists("xstep")) { set xtics xstep }
set offsets graph 0.03, graph 0.03, 0, 0
set key outside right center samplen 2 noenhanced title by noenhanced
set bmargin 5
# The first definition of the KPI in the file, unless one is named.
is_first(d) = (definition eq '' ? (definition = d, 1) : definition eq d)
is_row(none) = (strcol('kpi') eq kpi && strcol('statistic') eq statistic && (clock eq '' || strcol('clock') eq clock) && is_first(strcol('definition')))
# The values of the second key, each once, in their order.
values = ''
note(v) = (strstrt(' '.values.' ', ' '.v.' ') ? 0 : (values = values.' '.v, 1))
set table $none
plot data using (is_row(0) ? note(by eq '' ? 'all' : strcol(by)) : 0):0 with points
unset table
if (!exists("heading")) heading = kpi.', '.definition.', '.statistic
size = strlen(heading) > 80 ? 80 * 16 / strlen(heading) : 16 # what fits above the figure
set title heading font sprintf(',%d', size) noenhanced
set label 1 caption at screen 0.99,0.02 right font ',9' textcolor rgb 0x777777 noenhanced
# Too few replications give no interval.
edge(name) = strcol(name) eq '' ? column('value') : column(name)
is_line(i) = is_row(0) && (by eq '' || strcol(by) eq word(values, i))
color(i) = word('0x1f6fb2 0xc8511b 0x2e8b57 0x8a5fb0 0x777777 0xb8860b 0x008b8b 0xa0305a', (i - 1) % 8 + 1)
plot for [i = 1:words(values)] data using (is_line(i) ? column(key) / xunit : NaN):(column('value') / unit):(edge('ci95_lo') / unit):(edge('ci95_hi') / unit) \
       with yerrorlines lw 2 pt 7 ps 0.6 lc rgb color(i) title (by eq '' ? 'value, 95 % interval' : word(values, i))
