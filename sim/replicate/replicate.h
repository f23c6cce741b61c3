/* SPDX-License-Identifier: GPL-3.0-or-later */
/* n independent replications of a desk on threads. Each replication is one period of the desk
 * with its own random numbers (random/stream.h); what it leaves behind is the value of every
 * row of the KPI layout. Values are kept by number of replication and reduced in that order:
 * the same bytes for any number of threads.
 */
#ifndef STF_REPLICATE_H
#define STF_REPLICATE_H

#include "contact/evidence.h"
#include "desk/desk.h"
#include "engine/engine.h"
#include "kpi/kpi.h"
#include "replicate/support.h"

#include <stdbool.h>

struct stf_replicate_values;
struct stf_image;

/* The same replications as a log would show them: every record passes through its evidence
 * before it is counted (contact/evidence.h). */
struct stf_replicate_mask {
  const struct stf_evidence *evidence;
  const struct stf_kpi_layout *layout;
  struct stf_replicate_values *out; /* the caller's, as the others (stf_replicate_clear); its
                                       account is empty */
};

/* What is kept of single replications outside of here, such as a journal on disk. */
struct stf_replicate_memory {
  void *context;
  /* Puts a replication that is known already into its column (replicate/image.h), which then is
   * not run; false: it is not known. Several threads at a time, each with its own replication.
   */
  bool (*recall)(void *context, uint32_t replication, struct stf_image *image);
  /* Takes a replication that has been run, one thread at a time. Any status but STF_OK ends the
   * run with it. */
  enum stf_status (*keep)(void *context, uint32_t replication, const struct stf_image *image);
};

/* Who wants the contacts themselves: called by the thread that runs the replication, so at the
 * same time for different ones. */
struct stf_replicate_listener {
  void *context;
  enum stf_status (*contacts)(void *context, uint32_t replication,
                              const struct stf_contact *contacts, size_t n);
  enum stf_status (*end)(void *context, uint32_t replication); /* it was whole */
};

struct stf_replicate_options {
  uint64_t seed;
  uint32_t replications_n; /* >= 1; with goal or until_n: the most */
  uint32_t from_n;         /* go on behind so many: *out (and the mask's) holds them, made by a
                              call with the same desk, layouts and options up to here */
  uint32_t until_n;   /* so many are done when this call ends; > from_n. 0: replications_n */
  unsigned threads_n; /* >= 1; changes speed, never results */
  const struct stf_replicate_mask *mask;         /* NULL: none */
  const struct stf_replicate_listener *listener; /* NULL: none */
  /* Where sources of variance are told apart (replicate/sources.h): replication r takes the
   * demand's factors of r + demand_offset and all chance beside them of r + chance_offset; its
   * parameters are those of r. 0: all of one. */
  uint32_t demand_offset;
  uint32_t chance_offset;
  const struct stf_replicate_memory *memory; /* NULL: none. Support is not kept: of desks that
                                                know it, it is that of the replications run */
  bool event_loop; /* always the event loop (stf_engine_use_loop): changes speed alone */
  void *context;   /* of the two functions */
  bool (*stop)(void *context); /* asked before each replication but the first; true: begin no
                                  more. NULL: never */
  /* Sequential stopping: first_n replications, then as often as there are so many this says how
   * many there shall be in all; no more than there are: enough. The values it looks at are
   * complete up to done_n. NULL: replications_n at once. */
  uint32_t (*goal)(void *context);
  uint32_t first_n; /* >= 1, with goal */
  void (*progress)(
      void *context,
      uint32_t done_n); /* after each replication, one thread at a time; NULL: none */
};

/* Values of rows x replications. Row i of replication r stands at [i * replications_n + r]. A
 * ratio (share, mean) is num / den; of anything else the value is num and den is NAN. Undefined
 * values: num NAN. */
struct stf_replicate_values {
  double *num; /* owned */
  double *den;
  size_t rows_n;
  uint32_t replications_n;            /* asked for: the stride */
  uint32_t done_n;                    /* finished: 0 .. done_n - 1 */
  struct stf_support_counts *support; /* owned; by class of the desk, sums over the finished
                                         replications; NULL: no class knows its support, or
                                         these are masked */
  struct stf_support_share *loads;    /* owned; the same by team of the desk; NULL with it */
  struct stf_kpi_balance balance;     /* sums over the finished replications */
  struct stf_engine_account account;  /* sums; end_us: the latest */
};

/* Runs them (with from_n: those that follow). *out is owned by the caller
 * (stf_replicate_clear), also after STF_ERR_INTERRUPTED: then it holds what was done. */
STF_MUST_USE enum stf_status stf_replicate_run(const struct stf_desk *desk,
                                               const struct stf_kpi_layout *layout,
                                               const struct stf_replicate_options *options,
                                               const struct stf_allocator *allocator,
                                               struct stf_replicate_values *out);
void stf_replicate_clear(struct stf_replicate_values *values,
                         const struct stf_allocator *allocator);

#endif
