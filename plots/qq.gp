# SPDX-License-Identifier: GPL-3.0-or-later
# Quantile against quantile. kind 'normal': one column z, sorted, against the normal law; kind 'waits': columns actual, predicted,
# low, high, one line a percentile, on logarithmic axes.
# By hand:  gnuplot -e "kind='normal'; data='z.txt'; out='qq.svg'; heading='...'" qq.gp
if (!exists("kind")) kind = 'normal'
if (!exists("data")) data = 'qq.txt'
if (!exists("out")) out = 'qq.svg'
if (!exists("heading")) heading = ''
set terminal svg size 620,560 dynamic font 'sans-serif,14' background '#ffffff'
set output out
set title heading font ',16' noenhanced
set grid linecolor rgb '#dddddd'
set key left top Left reverse width -6
if (kind eq 'normal') {
  stats data using 1 nooutput
  n = STATS_records
  set xlabel 'standard normal quantile'
  set ylabel '(estimate - exact) / standard error'
  limit = 4
  set xrange [-limit:limit]
  set yrange [-limit:limit]
  set size square
  plot x with lines linecolor rgb '#888888' title 'exact', \
       data using (invnorm(($0 + 0.5) / n)):1 with points pointtype 7 pointsize 0.4 linecolor rgb '#1f77b4' title sprintf('%d measures', n)
} else {
  set xlabel 'actual [s]'
  set ylabel 'predicted [s]'
  set logscale xy
  set xrange [1:1000]
  set yrange [1:1000]
  set size square
  plot x with lines linecolor rgb '#888888' title 'equal', \
       data using 1:2:3:4 with yerrorbars pointtype 7 pointsize 0.4 linecolor rgb '#1f77b4' title 'percentiles 1 to 99 and their range'
}
