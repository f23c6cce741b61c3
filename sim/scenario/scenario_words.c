/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/scenario_words.h"

#include "base/macros.h"

#include <stddef.h>
#include <string.h>
#include <strings.h>

enum {
  WORDS_MAX = 9
};

struct entry {
  const char *name;
  const char *words[WORDS_MAX];
};

static const struct entry COLUMNS[] = {
    {"agent",
     {"agente", "operatore", "addetto", "mitarbeiter", "agente/operatore", "matricola"}},
    {"team", {"squadra", "gruppo", "gruppe", "equipo", "équipe"}},
    {"date", {"data", "datum", "fecha", "giorno", "tag"}},
    {"start", {"inizio", "dalle", "beginn", "von", "inicio", "début"}},
    {"end", {"fine", "alle", "ende", "bis", "fin"}},
    {"breaks", {"pause", "pausa", "pausen", "pausas"}},
    {"weekday", {"giorno della settimana", "wochentag", "día", "jour"}},
    {"agents", {"agenti", "operatori", "addetti", "agenten", "agentes"}},
    {"class", {"classe", "coda", "klasse", "clase"}},
    {"contacts", {"contatti", "conversazioni", "kontakte", "contactos"}},
    {"arrivals", {"arrivi", "ankünfte", "llegadas", "arrivées"}},
    {"code", {"codice", "turno", "kürzel", "código"}},
    {"absent", {"assente", "assenza", "abwesend", "ausente", "absence"}},
    {"week", {"settimana", "woche", "semana", "semaine"}},
    {"month", {"mese", "monat", "mes", "mois"}},
    {"name", {"nome", "nombre", "nom"}},
};

static const struct entry WEEKDAYS[7] = {
    {"mon", {"monday", "lun", "lunedì", "lunedi", "mo", "montag", "lunes", "lundi"}},
    {"tue", {"tuesday", "mar", "martedì", "martedi", "di", "dienstag", "martes", "mardi"}},
    {"wed",
     {"wednesday", "mer", "mercoledì", "mercoledi", "mi", "mittwoch", "miércoles", "mercredi"}},
    {"thu", {"thursday", "gio", "giovedì", "giovedi", "do", "donnerstag", "jueves", "jeudi"}},
    {"fri", {"friday", "ven", "venerdì", "venerdi", "fr", "freitag", "viernes", "vendredi"}},
    {"sat", {"saturday", "sab", "sabato", "sa", "samstag", "sábado", "samedi", "sonnabend"}},
    {"sun", {"sunday", "dom", "domenica", "so", "sonntag", "domingo", "dimanche"}},
};

static bool is_word_of(const struct entry *entry, const char *word) {
  if (strcasecmp(word, entry->name) == 0) {
    return true;
  }
  for (size_t i = 0; i < WORDS_MAX && entry->words[i] != NULL; i++) {
    if (strcasecmp(word, entry->words[i]) == 0) {
      return true;
    }
  }
  return false;
}

bool stf_scenario_words_same(const char *word, const char *name) {
  for (size_t i = 0; i < STF_COUNT_OF(COLUMNS); i++) {
    if (strcmp(COLUMNS[i].name, name) == 0) {
      return is_word_of(&COLUMNS[i], word);
    }
  }
  return strcasecmp(word, name) == 0;
}

int stf_scenario_words_weekday(const char *word) {
  for (int i = 0; i < 7; i++) {
    if (is_word_of(&WEEKDAYS[i], word)) {
      return i;
    }
  }
  return -1;
}
