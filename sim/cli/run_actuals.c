/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/run_actuals.h"

#include "base/quantity.h"
#include "cli/log_hands.h"
#include "contact/contact_room.h"
#include "contact/presence.h"

#include <math.h>
#include <string.h>

static bool is_ignored(const struct stf_run_job *job, const struct stf_contact *contact) {
  return job->ignored != NULL && contact->class_id != STF_NOBODY &&
         job->ignored[contact->class_id];
}

/* Whether the run would have a contact like it: one that never asked for a human only where the
 * desk has a bot and meets the log's openings; none of a class that was left out. */
static bool belongs(const struct stf_run_job *job, const struct stf_contact *contact) {
  if (is_ignored(job, contact)) {
    return false;
  }
  if (stf_desk_any_bot(&job->desk) && job->window.bot) {
    return true;
  }
  return job->plan.has_queue ? stf_contact_offered(contact)
                             : contact->outcome != STF_OUTCOME_CONTAINED;
}

/* The log as the desk sees it; of a replay that stops at the horizon only what had happened by
 * then. */
static enum stf_status add_actual_contacts(struct stf_run_job *job, struct stf_kpi_tally *tally,
                                           struct stf_log_hands *hands) {
  bool cuts = job->given != 0 && job->desk.end == STF_EDGE_HORIZON;
  struct stf_contact_room room = {0};
  enum stf_status status = STF_OK;
  for (size_t i = 0; i < job->log.contacts_n && status == STF_OK; i++) {
    struct stf_contact contact = job->log.contacts[i];
    if (!belongs(job, &contact)) {
      bool in_period =
          contact.open_us >= job->actual_from_us && contact.open_us < job->actual_to_us;
      *(is_ignored(job, &contact) ? &job->ignored_n : &job->aside_n) += in_period;
      continue;
    }
    if (cuts && contact.open_us < job->desk.to_us) {
      status = stf_contact_room_fit(&room, &contact, NULL);
      if (status == STF_OK) {
        stf_contact_cut(&contact, job->desk.to_us, &room);
      }
    }
    status = status == STF_OK ? stf_kpi_tally_contacts(tally, &contact, 1) : status;
    status =
        status == STF_OK && job->plan.overlaps ? stf_log_hands_add(hands, &contact) : status;
  }
  stf_contact_room_clear(&room, NULL);
  return status;
}

static enum stf_status add_actual_presence(struct stf_run_job *job,
                                           struct stf_kpi_tally *tally) {
  struct stf_presence_spans spans = {0};
  bool inferred = false;
  int64_t gap_us = stf_quantity_us(stf_options_number(job->arguments, "presence-gap"));
  enum stf_status status = stf_replay_presence(&job->log, gap_us, &spans, &inferred);
  if (status == STF_OK) {
    status = stf_kpi_tally_presence(tally, spans.items, spans.items_n);
  }
  stf_presence_clear(&spans, job->log.allocator);
  return status;
}

/* Values of the log under its own layout. */
static enum stf_status tally_actuals(struct stf_run_job *job,
                                     const struct stf_kpi_layout *layout,
                                     struct stf_kpi_value *out) {
  struct stf_kpi_tally *tally = NULL;
  struct stf_log_hands hands = {0};
  enum stf_status status = stf_kpi_tally_new(layout, &tally);
  if (status == STF_OK) {
    status = add_actual_contacts(job, tally, &hands);
  }
  if (status == STF_OK && job->plan.overlaps) {
    (void)stf_log_hands_join(&hands, job->actual_to_us);
    status = stf_log_hands_tally(&hands, tally);
  }
  if (status == STF_OK) {
    status = add_actual_presence(job, tally);
  }
  if (status == STF_OK) {
    stf_kpi_tally_values(tally, out);
    job->actual_balance = stf_kpi_tally_balance(tally);
  }
  stf_kpi_tally_free(tally);
  stf_log_hands_clear(&hands);
  return status;
}

/* Rows that a layout of another period does not have: a search for them finds nothing. */
static bool is_dated(const struct stf_row *row) {
  return row->interval_start_us != STF_NEVER || strcmp(row->group, "day") == 0 ||
         strcmp(row->group, "week") == 0 || strcmp(row->group, "month") == 0;
}

/* Values of another period put into the rows that both layouts have: those without an interval
 * or a date. */
static void match_rows(struct stf_run_job *job, const struct stf_kpi_layout *other,
                       const struct stf_kpi_value *values) {
  size_t rows_n = stf_kpi_layout_rows_n(job->layout);
  size_t others_n = stf_kpi_layout_rows_n(other);
  size_t from = 0;
  for (size_t i = 0; i < rows_n; i++) {
    struct stf_row row = STF_ROW_EMPTY;
    stf_kpi_layout_describe(job->layout, i, &row);
    job->actuals[i] = (struct stf_kpi_value){.value = (double)NAN, .n = -1};
    for (size_t k = 0; k < others_n && !is_dated(&row); k++) {
      /* Both lists have the same order: the search almost always ends at its first step. */
      struct stf_row seen = STF_ROW_EMPTY;
      size_t at = (from + k) % others_n;
      stf_kpi_layout_describe(other, at, &seen);
      if (stf_row_same(&row, &seen)) {
        job->actuals[i] = values[at];
        from = at + 1;
        break;
      }
    }
  }
}

static enum stf_status actuals_of_other_period(struct stf_run_job *job) {
  struct stf_kpi_plan plan = job->plan;
  plan.from_us = job->actual_from_us;
  plan.to_us = job->actual_to_us;
  plan.groups &= ~(unsigned)(STF_KPI_BY_INTERVAL | STF_KPI_BY_DAY | STF_KPI_BY_WEEK |
                             STF_KPI_BY_MONTH | STF_KPI_BY_CLASS_INTERVAL);
  struct stf_kpi_layout *layout = NULL;
  enum stf_status status = stf_kpi_layout_new(&plan, NULL, &layout);
  struct stf_kpi_value *values = NULL;
  if (status == STF_OK) {
    values = stf_mem_zeroed(NULL, stf_kpi_layout_rows_n(layout), sizeof *values);
    status = values != NULL ? tally_actuals(job, layout, values) : STF_ERR_MEMORY;
  }
  if (status == STF_OK) {
    match_rows(job, layout, values);
  }
  stf_mem_release(NULL, values);
  stf_kpi_layout_free(layout);
  return status;
}

enum stf_status stf_run_actuals_make(struct stf_run_job *job) {
  if (!job->has_log) {
    return STF_OK;
  }
  job->actuals = stf_mem_zeroed(NULL, stf_kpi_layout_rows_n(job->layout), sizeof *job->actuals);
  if (job->actuals == NULL) {
    return STF_ERR_MEMORY;
  }
  bool same_period =
      job->actual_from_us == job->desk.from_us && job->actual_to_us == job->desk.to_us;
  return same_period ? tally_actuals(job, job->layout, job->actuals)
                     : actuals_of_other_period(job);
}
