/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Addressed random numbers: every draw is named by (seed, replication, kind of entity, entity,
 * purpose, index) and by nothing else, so that neither threads nor the order of events can
 * matter and the same customer has the same work and patience in every scenario. Counter-based
 * Philox4x32-10 (Salmon, Moraes, Dror & Shaw 2011, Random123): the address is the counter, the
 * seed the key.
 */
#ifndef STF_STREAM_H
#define STF_STREAM_H

#include "base/clones.h"

#include <stddef.h>
#include <stdint.h>

/* Kinds of entities (4 bits). Values are part of the address: never renumber. */
enum stf_stream_kind {
  STF_STREAM_CONTACT = 1,       /* entity = class key << 32 | index within the class */
  STF_STREAM_CONTACT_EXTRA = 2, /* the same, for contacts added by a volume above 1: key mixed
                                   with the whole volume below (engine/arrivals.c) */
  STF_STREAM_LOGGED = 3,        /* entity = hash of the log's contact id */
  STF_STREAM_LOGGED_EXTRA = 4,  /* clones of a logged contact, index = number of the clone */
  STF_STREAM_CLASS = 5,         /* arrivals of a class: entity = class key << 32 | block */
  STF_STREAM_CLASS_EXTRA = 6,   /* added arrivals of a class */
  STF_STREAM_DAY = 7,           /* entity = civil day number */
  STF_STREAM_AGENT = 8,         /* entity = hash of the agent's name */
  STF_STREAM_RESAMPLE = 9,      /* bootstrap: entity = number of the resample */
  STF_STREAM_RETURN = 10,       /* a customer who comes back: entity = address of the first
                                   contact, index = number of the return, from 1 */
  STF_STREAM_CAMPAIGN = 11, /* entity = hash of its name, upper half << 32 | message; also of
                               the contact that it opens */
  STF_STREAM_DESIGN = 12,   /* points of a sweep: entity = hash of the varied key; the
                               replication is the number of the candidate design */
  STF_STREAM_TEST = 15
};

/* Purposes (8 bits), each a block of two uniforms. Never renumber. */
enum stf_stream_purpose {
  STF_STREAM_PARAMETERS = 60, /* kind RESAMPLE, entity 0: [0] which draw of the parameters */

  STF_STREAM_WORK = 1,       /* [0] service, [1] patience */
  STF_STREAM_AFTER = 2,      /* [0] pause after the contact, [1] routing */
  STF_STREAM_VOLUME = 3,     /* [0] thinning, [1] place in the interval of a clone */
  STF_STREAM_ARRIVAL = 4,    /* [0], [1] gaps of arrivals 2 block and 2 block + 1 */
  STF_STREAM_FACTOR = 5,     /* [0] busyness factor */
  STF_STREAM_INITIAL = 6,    /* state at the start */
  STF_STREAM_BLOCK = 7,      /* [0], [1] the blocks 2 index and 2 index + 1 of a resample */
  STF_STREAM_BOT = 8,        /* [0] reached by the bot, [1] contained */
  STF_STREAM_BOT_TIME = 9,   /* [0] duration, [1] reading at the hand-over */
  STF_STREAM_BOT_LEAVE = 10, /* [0] leaves inside the bot, [1] place of that in the duration */
  STF_STREAM_REPLY = 11,     /* [0] assignment to first message */
  STF_STREAM_ABSENCE = 12, /* entity = agent's key, index = day number: [0] absent, [1] late */
  STF_STREAM_SEASON = 13,  /* kind DAY, entity 0: [0] season factor, [1] volume */
  STF_STREAM_WEEK = 14,    /* kind DAY, entity = day number of the week's Monday: [0] factor */
  STF_STREAM_TURNS = 20,   /* [0] number of turns */
  /* These two: entity = the contact's, its copy mixed in (engine/talks.h), index = turn. */
  STF_STREAM_TURN = 21,     /* [0] work, [1] think time behind it */
  STF_STREAM_TURN_END = 22, /* [0] a template is answered, [1] routing of a return */
  STF_STREAM_BALK = 30,     /* [0] turns away from the queue */
  STF_STREAM_SILENT = 31,   /* [0] leaves without telling, [1] work on who is gone */
  STF_STREAM_OUTCOME = 40,  /* [0] solved */
  STF_STREAM_REPEAT = 41,   /* [0] comes back, [1] when */
  STF_STREAM_SURVEY = 42,   /* [0] sent, [1] answered */
  STF_STREAM_OPINION = 43,  /* [0] csat, [1] nps */
  /* These three: entity = the contact's, its copy mixed in, index = number of the reopening. */
  STF_STREAM_REOPEN = 44,        /* [0] is opened again, [1] when */
  STF_STREAM_REOPEN_WORK = 45,   /* [0] work on it then, [1] to the first message */
  STF_STREAM_OUTCOME_AGAIN = 46, /* the same, index = reopenings so far: [0] solved at the close
                                    behind them */
  STF_STREAM_INTERVAL = 50,      /* kind DAY, entity = day number, index = i / 2: [i % 2] normal
                                    score of interval i of the day */
  STF_STREAM_CAMPAIGN_REPLY = 51, /* kind CAMPAIGN: [0] replies, [1] when */
  STF_STREAM_SOURCE_DAY = 52,  /* kind DAY, entity = day number (of a week: its Monday's), index
                                 = layer: [0] which logged day it is */
  STF_STREAM_MISSED = 53,      /* [0] how many the log misses beside this contact */
  STF_STREAM_MISSED_ONE = 54,  /* of one of them: [0] place in the interval, [1] contained */
  STF_STREAM_DAY_FACTOR = 55,  /* kind DAY, entity = the factor's key: [0] its draw */
  STF_STREAM_ABSENCE_DAY = 70, /* kind AGENT, entity = hash of the team's name, index = day
                                  number: [0], [1] share absent that day */
  STF_STREAM_AWAY = 71,        /* kind AGENT, entity = agent's key and day number, index =
                                  episode of the day: [0] available before it, [1] its length */
  STF_STREAM_WRAP_UP = 72,     /* [0] after-work */
  STF_STREAM_UNLOGGED = 73,   /* kind AGENT, entity = agent's key and day number, index = of the
                                 day: [0] when unlogged work is next due, [1] its length */
  STF_STREAM_ESCALATION = 80, /* to 83: work afresh after transfer 2 i + k, [k] */
  /* Of the kind DESIGN: */
  STF_STREAM_LATIN = 90,     /* index = stratum: [0] where it goes, [1] place in it */
  STF_STREAM_TRAJECTORY = 91 /* index 0: [0] where it begins, [1] up or down; 1: [0] its turn */
};

/* Generator of one replication; a plain value. */
struct stf_stream {
  uint32_t key[2];
  uint32_t replication;
  uint32_t demand; /* replication whose factors of volume, season, week, day and interval are
                      taken: the same one, but where sources of variance are told apart */
};

/* The generator of those factors. */
static inline struct stf_stream stf_stream_demand(const struct stf_stream *stream) {
  struct stf_stream demand = *stream;
  demand.replication = stream->demand;
  return demand;
}

struct stf_stream stf_stream_of(uint64_t seed, uint32_t replication);

/* Two uniforms in the open interval (0, 1): odd multiples of 2^-53, so that 1 - u is exact too.
 * index < 2^20. */
void stf_stream_pair(const struct stf_stream *stream, enum stf_stream_kind kind,
                     uint64_t entity, enum stf_stream_purpose purpose, uint32_t index,
                     double out[2]);

/* The address of a pair within a replication. */
struct stf_stream_address {
  enum stf_stream_kind kind;
  enum stf_stream_purpose purpose;
  uint32_t index; /* < 2^20 */
  uint64_t entity;
};

/* The pairs of n consecutive entities, first.entity + i into u0[i] and u1[i]: the same bits as
 * stf_stream_pair, several times faster. */
void stf_stream_pairs(const struct stf_stream *stream, struct stf_stream_address first,
                      size_t n, double *restrict u0, double *restrict u1);

/* The same by the loop for one instruction set, which the processor must have. */
void stf_stream_pairs_at(enum stf_clones_level level, const struct stf_stream *stream,
                         struct stf_stream_address first, size_t n, double *restrict u0,
                         double *restrict u1);

/* The pairs of n consecutive indices of one entity, first.index + i, alike. */
void stf_stream_series(const struct stf_stream *stream, struct stf_stream_address first,
                       size_t n, double *restrict u0, double *restrict u1);
void stf_stream_series_at(enum stf_clones_level level, const struct stf_stream *stream,
                          struct stf_stream_address first, size_t n, double *restrict u0,
                          double *restrict u1);

#endif
