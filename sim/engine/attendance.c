/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/attendance.h"

#include "base/dict.h"
#include "desk/staffing.h"
#include "engine/customer.h"
#include "time/zone.h"

#include <string.h>

/* What one draw works on. */
struct draw {
  const struct stf_attendance *of;
  const struct stf_stream *stream;
  const struct stf_staff_sink *sink;
  size_t changes_n;
  enum stf_status status;
};

static bool is_late_ever(const struct stf_team *team) {
  return team->late.kind != STF_LAW_NEVER &&
         !(team->late.kind == STF_LAW_CONSTANT && !(team->late.parameters[0] > 0));
}

static bool is_plain_count(const struct stf_staff_change *change) {
  return change->agent == STF_NOBODY && change->shift == 0;
}

/* True if the desk's own changes do not do. */
static bool is_needed(const struct stf_desk *desk) {
  bool needed = false;
  for (uint32_t t = 0; t < desk->teams_n; t++) {
    needed = needed || desk->teams[t].absence_share > 0 || is_late_ever(&desk->teams[t]);
  }
  for (size_t i = 0; i < desk->changes_n && !needed; i++) {
    needed =
        desk->changes[i].agent == STF_NOBODY && desk->changes[i].reason == STF_STAFF_PAID_BREAK;
  }
  return needed;
}

/* ---- pools ---- */

static enum stf_status add_count(struct stf_attendance *attendance, const struct stf_zone *zone,
                                 const struct stf_attendance_count *like) {
  struct stf_attendance_count *counts =
      stf_mem_grown(attendance->allocator, attendance->counts, &attendance->counts_capacity,
                    attendance->counts_n + 1, sizeof *counts);
  if (counts == NULL) {
    return STF_ERR_MEMORY;
  }
  attendance->counts = counts;
  counts[attendance->counts_n] = *like;
  counts[attendance->counts_n++].day = stf_zone_day_at(zone, like->at_us);
  return STF_OK;
}

/* Midnights before `until_us` at which the count as it stands is looked at anew. */
static enum stf_status add_midnights(struct stf_attendance *attendance,
                                     const struct stf_zone *zone,
                                     struct stf_attendance_count count, int64_t until_us) {
  enum stf_status status = STF_OK;
  while (count.n > 0 && status == STF_OK) {
    count.at_us = stf_zone_next_day(zone, count.at_us);
    if (count.at_us >= until_us) {
      break;
    }
    status = add_count(attendance, zone, &count);
  }
  return status;
}

static enum stf_status list_counts(struct stf_attendance *attendance, uint32_t team,
                                   const struct stf_zone *zone) {
  const struct stf_desk *desk = attendance->desk;
  struct stf_attendance_count count = {.team = team};
  enum stf_status status = STF_OK;
  for (size_t i = 0; i < desk->changes_n && status == STF_OK; i++) {
    const struct stf_staff_change *change = &desk->changes[i];
    if (change->team == team && is_plain_count(change)) {
      status = add_midnights(attendance, zone, count, change->at_us);
      count.at_us = change->at_us;
      count.n += change->delta;
      status = status == STF_OK ? add_count(attendance, zone, &count) : status;
    }
  }
  return status == STF_OK ? add_midnights(attendance, zone, count, desk->to_us) : status;
}

static bool has_counts(const struct stf_desk *desk, uint32_t team) {
  bool has = false;
  for (size_t i = 0; i < desk->changes_n && !has; i++) {
    has = desk->changes[i].team == team && is_plain_count(&desk->changes[i]);
  }
  return has;
}

static enum stf_status counts_init(struct stf_attendance *attendance) {
  const struct stf_desk *desk = attendance->desk;
  struct stf_zone *zone = NULL;
  enum stf_status status = STF_OK;
  for (uint32_t t = 0; t < desk->teams_n && status == STF_OK; t++) {
    if (desk->teams[t].absence_share > 0 && has_counts(desk, t)) {
      status = zone == NULL ? stf_zone_open(desk->zone_name, &zone) : STF_OK;
      status = status == STF_OK ? list_counts(attendance, t, zone) : status;
    }
  }
  stf_zone_free(zone);
  return status;
}

/* ---- days on which many are absent together ---- */

static uint64_t team_key(const struct stf_desk *desk, uint32_t team) {
  const char *name = stf_dict_text(desk->names->teams, desk->teams[team].name);
  return stf_dict_hash(name, strlen(name));
}

static bool is_common(const struct stf_team *team) {
  return team->absence_share > 0 && team->absence_share < 1 && team->overdispersion > 0;
}

/* Room for a share of each team and day that the plan has. */
static enum stf_status days_init(struct stf_attendance *attendance) {
  const struct stf_desk *desk = attendance->desk;
  bool common = false;
  for (uint32_t t = 0; t < desk->teams_n; t++) {
    common = common || is_common(&desk->teams[t]);
  }
  int64_t first = INT64_MAX;
  int64_t last = INT64_MIN;
  for (size_t i = 0; i < desk->shifts_n + attendance->counts_n; i++) {
    int64_t day =
        i < desk->shifts_n ? desk->shifts[i].day : attendance->counts[i - desk->shifts_n].day;
    first = day < first ? day : first;
    last = day > last ? day : last;
  }
  if (!common || first > last) {
    return STF_OK;
  }
  attendance->first_day = first;
  attendance->days_n = (size_t)(last - first) + 1;
  attendance->day_shares =
      stf_mem_zeroed(attendance->allocator, attendance->days_n * desk->teams_n,
                     sizeof *attendance->day_shares);
  return attendance->day_shares != NULL ? STF_OK : STF_ERR_MEMORY;
}

/* Beta variable of mean p and correlation r: X / (X + Y), X and Y gamma of shapes p (1/r - 1)
 * and (1 - p)(1/r - 1). Rises with p. */
static double beta_share(const struct stf_team *team, const double u[2]) {
  double strength = 1 / team->overdispersion - 1;
  double shape = team->absence_share * strength;
  double other = (1 - team->absence_share) * strength;
  double absent = shape * stf_law_gamma_factor(shape, u[0]);
  double there = other * stf_law_gamma_factor(other, u[1]);
  return absent + there > 0 ? absent / (absent + there) : team->absence_share;
}

static void draw_days(struct stf_attendance *attendance, const struct stf_stream *stream) {
  const struct stf_desk *desk = attendance->desk;
  for (uint32_t t = 0; attendance->day_shares != NULL && t < desk->teams_n; t++) {
    if (!is_common(&desk->teams[t])) {
      continue;
    }
    for (size_t d = 0; d < attendance->days_n; d++) {
      double u[2];
      stf_stream_pair(stream, STF_STREAM_AGENT, team_key(desk, t), STF_STREAM_ABSENCE_DAY,
                      (uint32_t)(attendance->first_day + (int64_t)d), u);
      attendance->day_shares[t * attendance->days_n + d] = beta_share(&desk->teams[t], u);
    }
  }
}

/* Share of the team that is absent on a day. */
static double share_of(const struct stf_attendance *attendance, uint32_t team, int64_t day) {
  const struct stf_team *own = &attendance->desk->teams[team];
  return attendance->day_shares != NULL && is_common(own)
             ? attendance->day_shares[team * attendance->days_n +
                                      (size_t)(day - attendance->first_day)]
             : own->absence_share;
}

enum stf_status stf_attendance_init(struct stf_attendance *attendance,
                                    const struct stf_desk *desk,
                                    const struct stf_allocator *allocator) {
  *attendance = (struct stf_attendance){.desk = desk, .allocator = allocator};
  if (!is_needed(desk)) {
    return STF_OK;
  }
  enum stf_status status = counts_init(attendance);
  if (status == STF_OK) {
    status = days_init(attendance);
  }
  if (status == STF_OK) {
    attendance->changes = stf_mem_zeroed(allocator, desk->changes_n + attendance->counts_n,
                                         sizeof *attendance->changes);
    attendance->shifts = stf_mem_zeroed(allocator, desk->shifts_n, sizeof *attendance->shifts);
    status =
        attendance->changes != NULL && attendance->shifts != NULL ? STF_OK : STF_ERR_MEMORY;
  }
  if (status != STF_OK) {
    stf_attendance_clear(attendance);
  }
  return status;
}

void stf_attendance_clear(struct stf_attendance *attendance) {
  stf_mem_release(attendance->allocator, attendance->changes);
  stf_mem_release(attendance->allocator, attendance->shifts);
  stf_mem_release(attendance->allocator, attendance->counts);
  stf_mem_release(attendance->allocator, attendance->day_shares);
  *attendance = (struct stf_attendance){0};
}

static void add_change(struct draw *draw, const struct stf_staff_change *change) {
  draw->of->changes[draw->changes_n++] = *change;
}

static void tell(struct draw *draw, const struct stf_presence *like) {
  struct stf_presence span = *like;
  int64_t to_us = draw->of->desk->to_us;
  span.end_us = span.end_us < to_us ? span.end_us : to_us;
  if (span.start_us < span.end_us && draw->status == STF_OK) {
    draw->status = draw->sink->presence(draw->sink->context, &span);
  }
}

static bool is_absent(const struct draw *draw, uint64_t key, int64_t day, double share) {
  double u[2];
  stf_stream_pair(draw->stream, STF_STREAM_AGENT, key, STF_STREAM_ABSENCE, (uint32_t)day, u);
  return u[0] < share;
}

/* How many of a count are absent that day. */
static int32_t absent_of(const struct draw *draw, const struct stf_attendance_count *count) {
  const struct stf_desk *desk = draw->of->desk;
  double share = share_of(draw->of, count->team, count->day);
  uint64_t key = team_key(desk, count->team) & ~(uint64_t)UINT32_MAX;
  int32_t absent_n = 0;
  for (int32_t i = 1; i <= count->n; i++) {
    absent_n += is_absent(draw, key | (uint64_t)i, count->day, share);
  }
  return absent_n;
}

static void draw_counts(struct draw *draw) {
  const struct stf_attendance *of = draw->of;
  const struct stf_desk *desk = of->desk;
  int32_t there_n = 0;
  for (size_t i = 0; i < of->counts_n; i++) {
    const struct stf_attendance_count *count = &of->counts[i];
    const struct stf_attendance_count *next =
        i + 1 < of->counts_n && count[1].team == count->team ? count + 1 : NULL;
    const struct stf_team *team = &desk->teams[count->team];
    int32_t absent_n = absent_of(draw, count);
    int32_t delta = count->n - absent_n - there_n;
    if (delta != 0) {
      add_change(draw, &(struct stf_staff_change){.at_us = count->at_us,
                                                  .team = count->team,
                                                  .agent = STF_NOBODY,
                                                  .delta = delta});
    }
    there_n = next != NULL ? count->n - absent_n : 0;
    for (int32_t k = 0; team->absence_is_paid && k < absent_n; k++) {
      tell(draw, &(struct stf_presence){.start_us = count->at_us,
                                        .end_us = next != NULL ? next->at_us : desk->to_us,
                                        .agent = STF_NOBODY,
                                        .team = team->name,
                                        .kind = STF_PRESENCE_PAID_AWAY});
    }
  }
}

/* ---- shifts ---- */

static void draw_shift(const struct draw *draw, size_t i) {
  const struct stf_desk *desk = draw->of->desk;
  const struct stf_shift *shift = &desk->shifts[i];
  const struct stf_agent *agent = &desk->agents[shift->agent];
  const struct stf_team *team = &desk->teams[agent->team];
  struct stf_attendance_shift *own = &draw->of->shifts[i];
  *own = (struct stf_attendance_shift){.login_us = shift->start_us,
                                       .paid_us = STF_NEVER,
                                       .break_us = STF_NEVER,
                                       .away_is_paid = true};
  double u[2];
  stf_stream_pair(draw->stream, STF_STREAM_AGENT, agent->key, STF_STREAM_ABSENCE,
                  (uint32_t)shift->day, u);
  if (u[0] < share_of(draw->of, agent->team, shift->day)) {
    own->login_us = INT64_MAX;
  } else if (is_late_ever(team)) {
    own->login_us =
        stf_customer_later(shift->start_us, stf_customer_us(stf_law_draw_s(&team->late, u[1])));
  }
}

/* Nobody logs in to go on a break; who would come too late does not come. */
static void correct_logins(const struct draw *draw) {
  const struct stf_desk *desk = draw->of->desk;
  for (size_t i = 0; i < desk->changes_n; i++) {
    const struct stf_staff_change *change = &desk->changes[i];
    if (change->shift == 0 || change->reason == STF_STAFF_SHIFT) {
      continue;
    }
    struct stf_attendance_shift *own = &draw->of->shifts[change->shift - 1];
    if (change->delta < 0) {
      own->break_us = change->at_us;
    } else if (own->break_us < own->login_us && own->login_us < change->at_us) {
      own->login_us = change->at_us;
    }
  }
  for (size_t i = 0; i < desk->shifts_n; i++) {
    const struct stf_shift *shift = &desk->shifts[i];
    struct stf_attendance_shift *own = &draw->of->shifts[i];
    if (own->login_us >= shift->end_us) {
      own->login_us = INT64_MAX;
      own->away_is_paid = desk->teams[desk->agents[shift->agent].team].absence_is_paid;
    }
  }
}

/* A stretch of the shift's planned time that is paid without being staffed ends. */
static void tell_paid(struct draw *draw, const struct stf_staff_change *change,
                      enum stf_presence_kind kind, int64_t start_us, int64_t end_us) {
  const struct stf_desk *desk = draw->of->desk;
  const struct stf_team *team = &desk->teams[change->team];
  tell(draw, &(struct stf_presence){.start_us = start_us,
                                    .end_us = end_us,
                                    .agent = change->agent != STF_NOBODY
                                                 ? desk->agents[change->agent].name
                                                 : STF_NOBODY,
                                    .team = team->name,
                                    .kind = (uint8_t)kind});
}

/* Follows the time for which she is paid before she logs in. */
static void follow_away(struct draw *draw, const struct stf_staff_change *change) {
  struct stf_attendance_shift *own = &draw->of->shifts[change->shift - 1];
  if (change->reason == STF_STAFF_PAID_BREAK) {
    return;
  }
  if (change->delta > 0) {
    own->paid_us = change->at_us;
  } else if (own->away_is_paid) {
    int64_t end_us = change->at_us < own->login_us ? change->at_us : own->login_us;
    tell_paid(draw, change, STF_PRESENCE_PAID_AWAY, own->paid_us, end_us);
  }
}

/* A change of a shift as it comes out: at log-in, not at all, or as planned. */
static void apply_shift(struct draw *draw, const struct stf_staff_change *change) {
  struct stf_attendance_shift *own = &draw->of->shifts[change->shift - 1];
  struct stf_staff_change out = *change;
  follow_away(draw, change);
  if (change->reason == STF_STAFF_SHIFT && change->delta > 0) {
    /* What is before the run, or a break that the shift begins with, is not in the plan. */
    out.at_us = own->login_us > out.at_us ? own->login_us : out.at_us;
  }
  /* A break that ends at log-in was over before it. */
  bool comes_back = change->reason != STF_STAFF_SHIFT && change->delta > 0;
  if (own->login_us == INT64_MAX ||
      (comes_back ? out.at_us <= own->login_us : out.at_us < own->login_us)) {
    return;
  }
  add_change(draw, &out);
  if (change->agent != STF_NOBODY || change->reason != STF_STAFF_PAID_BREAK) {
    return;
  }
  if (change->delta < 0) {
    own->break_us = change->at_us;
  } else {
    tell_paid(draw, change, STF_PRESENCE_PAID_BREAK, own->break_us, change->at_us);
  }
}

/* Time that the log's agents were paid for beside their presence. */
static enum stf_status pass_paid(const struct stf_desk *desk,
                                 const struct stf_staff_sink *sink) {
  enum stf_status status = STF_OK;
  for (size_t i = 0; i < desk->paid_n && status == STF_OK; i++) {
    status = sink->presence(sink->context, &desk->paid[i]);
  }
  return status;
}

enum stf_status stf_attendance_draw(struct stf_attendance *attendance,
                                    const struct stf_stream *stream,
                                    const struct stf_staff_sink *sink,
                                    struct stf_staff_plan *out) {
  const struct stf_desk *desk = attendance->desk;
  *out = (struct stf_staff_plan){desk->changes, desk->changes_n};
  enum stf_status status = pass_paid(desk, sink);
  if (attendance->changes == NULL || status != STF_OK) {
    return status;
  }
  draw_days(attendance, stream);
  struct draw draw = {.of = attendance, .stream = stream, .sink = sink, .status = STF_OK};
  for (size_t i = 0; i < desk->shifts_n; i++) {
    draw_shift(&draw, i);
  }
  correct_logins(&draw);
  for (size_t i = 0; i < desk->changes_n; i++) {
    const struct stf_staff_change *change = &desk->changes[i];
    if (change->shift > 0) {
      apply_shift(&draw, change);
    } else if (!is_plain_count(change) || !(desk->teams[change->team].absence_share > 0)) {
      add_change(&draw, change);
    }
  }
  draw_counts(&draw);
  *out = (struct stf_staff_plan){attendance->changes,
                                 stf_staffing_order(attendance->changes, draw.changes_n)};
  return draw.status;
}
