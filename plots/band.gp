# SPDX-License-Identifier: GPL-3.0-or-later
# Band against actual over time: times of day, intervals of a period (is_dated) or days (is_daily).
# Reads the CSV that `staffetta plot` writes:
# time,actual,predicted,band80_lo,band80_hi,band95_lo,band95_hi
# By hand:  gnuplot -e "data='wait.csv'; out='wait.svg'; heading='Wait p90'; label='s'" band.gp
if (!exists("data")) data = 'wait.csv'
if (!exists("out")) out = 'wait.svg'
if (!exists("heading")) heading = ''
if (!exists("label")) label = ''
if (!exists("caption")) caption = ''
if (!exists("percent")) percent = 0
if (!exists("has_actual")) has_actual = 1
if (!exists("has_band")) has_band = 1
if (!exists("has_band95")) has_band95 = has_band
if (!exists("has_predicted")) has_predicted = has_band
if (!exists("is_dated")) is_dated = 0
if (!exists("is_daily")) is_daily = 0
if (!exists("days_n")) days_n = 7
if (!exists("actual_name")) actual_name = 'actual'
set terminal svg size 900,460 dynamic font 'sans-serif,14' background '#ffffff'
set output out
set datafile separator ','
set datafile columnheaders
set datafile missing ''
set title heading font ',16' noenhanced
set label 1 caption at screen 0.99,0.975 right font ',10' textcolor rgb 0x777777 noenhanced
set xdata time
if (is_daily) {
  set timefmt '%Y-%m-%d'
  set format x '%a %d %b'
} else {
  if (is_dated) {
    set timefmt '%Y-%m-%d %H:%M'
    set format x '%a %d %b'
  } else {
    set timefmt '%H:%M'
    set format x '%H:%M'
  }
}
if (is_dated) { set xtics 86400 * ceil(days_n / 8.0); set rmargin 6 }
set ylabel label noenhanced
set yrange [0:*]
if (percent) { set yrange [0:1]; set format y '%.0f %%'; set ytics ('0 %%' 0, '20 %%' 0.2, '40 %%' 0.4, '60 %%' 0.6, '80 %%' 0.8, '100 %%' 1) }
set grid ytics lc rgb 0xe3e3e3 lt 1
set border 3 lc rgb 0x777777
set tics nomirror textcolor rgb 0x333333
set key outside bottom center horizontal maxrows 1 samplen 2
set style fill solid 1.0 noborder
set bmargin 5
set tmargin 4
what = ''
if (is_daily) {
  if (has_band95) { what = what."data using 1:6:6:7:7 with candlesticks lc rgb 0xdcebf7 title '95 % of such days', " }
  if (has_band) { what = what."data using 1:4:4:5:5 with candlesticks lc rgb 0xabcfe9 title '80 %".(has_band95 ? "" : " of such days")."', " }
  if (has_predicted) { what = what."data using 1:3 with points pt 7 ps 0.9 lc rgb 0x1f6fb2 title 'predicted', " }
  if (has_actual) { what = what."data using 1:2 with points pt 9 ps 1.1 lc rgb 0xc8511b title actual_name, " }
  set boxwidth 43200
  set offsets 43200, 43200, 0, 0
} else {
  if (has_band95) { what = what."data using 1:6:7 with filledcurves lc rgb 0xdcebf7 title '95 % of such periods', " }
  if (has_band) { what = what."data using 1:4:5 with filledcurves lc rgb 0xabcfe9 title '80 %".(has_band95 ? "" : " of such periods")."', " }
  if (has_predicted) { what = what."data using 1:3 with lines lw 2 lc rgb 0x1f6fb2 title 'predicted', " }
  if (has_actual) { what = what."data using 1:2 with linespoints pt 7 ps ".(is_dated ? "0.25" : "0.5")." lw 1.5 lc rgb 0xc8511b title actual_name, " }
}
what = what[1:strlen(what) - 2]
plot @what
