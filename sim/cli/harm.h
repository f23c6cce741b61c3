/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What automation does to customers, on the page of the service level: a service level over
 * fewer contacts can rise while customers lose. */
#ifndef STF_HARM_H
#define STF_HARM_H

#include "desk/desk.h"
#include "kpi/row.h"

#include <stdio.h>

/* Groups of a KPI plan (STF_KPI_BY_...) that the block needs beside those by class: priorities,
 * where the desk has a bot and several of them. */
unsigned stf_harm_groups(const struct stf_desk *desk);

/* Means predicted, or the actual figures: who ended in the bot without a solution, the time to
 * a human of those handed over, who came back within a day, and the service level of those who
 * reached people: of each class, and of each priority, where the table has several. Nothing
 * where no bot meets anybody. */
void stf_harm_write(FILE *out, const struct stf_table *table, bool predicted);

#endif
