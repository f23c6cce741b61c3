/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "replicate/drawn.h"

#include "random/law_scale.h"
#include "time/zone.h"

struct drawn_class {
  struct stf_law_scale service;
  struct stf_law_scale patience;
  struct stf_law_scale first_message;
  double *rates_per_s; /* NULL: the class has none */
};

struct drawn_team {
  struct stf_law_scale pause;
  double *speeds; /* NULL: the team has none */
};

struct stf_drawn {
  const struct stf_desk *base;
  const struct stf_allocator *allocator;
  struct stf_desk desk;
  struct stf_class *classes;
  struct drawn_class *rooms;
  struct stf_team *teams;        /* NULL: teams are as they are */
  struct drawn_team *team_rooms; /* the same */
};

static enum stf_status make_room(struct stf_drawn *drawn, uint32_t c) {
  const struct stf_class *class = &drawn->base->classes[c];
  struct drawn_class *room = &drawn->rooms[c];
  enum stf_status status =
      stf_law_scale_init(&room->service, &class->service, drawn->allocator);
  if (status == STF_OK) {
    status = stf_law_scale_init(&room->patience, &class->patience, drawn->allocator);
  }
  if (status == STF_OK) {
    status = stf_law_scale_init(&room->first_message, &class->first_message, drawn->allocator);
  }
  if (status == STF_OK && class->rates_per_s != NULL) {
    room->rates_per_s =
        stf_mem_zeroed(drawn->allocator, drawn->base->rates_n, sizeof *room->rates_per_s);
    status = room->rates_per_s != NULL ? STF_OK : STF_ERR_MEMORY;
  }
  return status;
}

static enum stf_status make_team(struct stf_drawn *drawn, uint32_t t) {
  const struct stf_team *team = &drawn->base->teams[t];
  struct drawn_team *room = &drawn->team_rooms[t];
  enum stf_status status = stf_law_scale_init(&room->pause, &team->pause, drawn->allocator);
  if (status == STF_OK && team->speeds != NULL) {
    room->speeds = stf_mem_zeroed(drawn->allocator, team->cap + 1, sizeof *room->speeds);
    status = room->speeds != NULL ? STF_OK : STF_ERR_MEMORY;
  }
  return status;
}

static enum stf_status make_teams(struct stf_drawn *drawn) {
  const struct stf_desk *desk = drawn->base;
  if (desk->draws->teams == NULL) {
    return STF_OK;
  }
  drawn->teams = stf_mem_zeroed(drawn->allocator, desk->teams_n + 1, sizeof *drawn->teams);
  drawn->team_rooms =
      stf_mem_zeroed(drawn->allocator, desk->teams_n + 1, sizeof *drawn->team_rooms);
  enum stf_status status =
      drawn->teams != NULL && drawn->team_rooms != NULL ? STF_OK : STF_ERR_MEMORY;
  for (uint32_t t = 0; t < desk->teams_n && status == STF_OK; t++) {
    status = make_team(drawn, t);
  }
  if (status == STF_OK) {
    drawn->desk.teams = drawn->teams;
  }
  return status;
}

enum stf_status stf_drawn_new(const struct stf_desk *desk,
                              const struct stf_allocator *allocator, struct stf_drawn **out) {
  struct stf_drawn *drawn = stf_mem_zeroed(allocator, 1, sizeof *drawn);
  if (drawn == NULL) {
    return STF_ERR_MEMORY;
  }
  drawn->base = desk;
  drawn->allocator = allocator;
  drawn->desk = *desk;
  drawn->classes = stf_mem_zeroed(allocator, desk->classes_n, sizeof *drawn->classes);
  drawn->rooms = stf_mem_zeroed(allocator, desk->classes_n, sizeof *drawn->rooms);
  enum stf_status status =
      drawn->classes != NULL && drawn->rooms != NULL ? STF_OK : STF_ERR_MEMORY;
  for (uint32_t c = 0; c < desk->classes_n && status == STF_OK; c++) {
    status = make_room(drawn, c);
  }
  if (status == STF_OK) {
    status = make_teams(drawn);
  }
  if (status != STF_OK) {
    stf_drawn_free(drawn);
    return status;
  }
  drawn->desk.classes = drawn->classes;
  *out = drawn;
  return STF_OK;
}

void stf_drawn_free(struct stf_drawn *drawn) {
  if (drawn == NULL) {
    return;
  }
  for (uint32_t c = 0; drawn->rooms != NULL && c < drawn->base->classes_n; c++) {
    stf_law_scale_clear(&drawn->rooms[c].service, drawn->allocator);
    stf_law_scale_clear(&drawn->rooms[c].patience, drawn->allocator);
    stf_law_scale_clear(&drawn->rooms[c].first_message, drawn->allocator);
    stf_mem_release(drawn->allocator, drawn->rooms[c].rates_per_s);
  }
  for (uint32_t t = 0; drawn->team_rooms != NULL && t < drawn->base->teams_n; t++) {
    stf_law_scale_clear(&drawn->team_rooms[t].pause, drawn->allocator);
    stf_mem_release(drawn->allocator, drawn->team_rooms[t].speeds);
  }
  stf_mem_release(drawn->allocator, drawn->team_rooms);
  stf_mem_release(drawn->allocator, drawn->teams);
  stf_mem_release(drawn->allocator, drawn->rooms);
  stf_mem_release(drawn->allocator, drawn->classes);
  stf_mem_release(drawn->allocator, drawn);
}

static void scale_odds(double *share, double factor) {
  *share = *share * factor / (1 - *share + *share * factor);
}

static void draw_class(struct stf_drawn *drawn, uint32_t c,
                       const struct stf_parameters_class *by) {
  const struct stf_desk *base = drawn->base;
  struct stf_class *class = &drawn->classes[c];
  struct drawn_class *room = &drawn->rooms[c];
  *class = base->classes[c];
  class->service = stf_law_scale_by(&room->service, by->service);
  class->patience = stf_law_scale_by(&room->patience, by->patience);
  class->first_message = stf_law_scale_by(&room->first_message, by->first_message);
  scale_odds(&class->bot.containment_share, by->containment);
  scale_odds(&class->bot_closed.containment_share, by->containment);
  if (room->rates_per_s == NULL) {
    return;
  }
  for (size_t i = 0; i < base->rates_n; i++) {
    int weekday = stf_zone_day_weekday(base->rate_days[i]);
    room->rates_per_s[i] = base->classes[c].rates_per_s[i] * by->arrivals[weekday];
  }
  class->rates_per_s = room->rates_per_s;
}

static void draw_team(struct stf_drawn *drawn, uint32_t t,
                      const struct stf_parameters_team *by) {
  const struct stf_team *base = &drawn->base->teams[t];
  struct stf_team *team = &drawn->teams[t];
  struct drawn_team *room = &drawn->team_rooms[t];
  *team = *base;
  team->pause = stf_law_scale_by(&room->pause, by->pause);
  for (uint32_t j = 0; room->speeds != NULL && j < base->cap; j++) {
    room->speeds[j] = base->speeds[j] * (by->speeds != NULL && j > 0 ? by->speeds[j] : 1);
    team->speeds = room->speeds;
  }
}

size_t stf_drawn_number(const struct stf_parameters *draws, const struct stf_stream *stream) {
  double u[2];
  stf_stream_pair(stream, STF_STREAM_RESAMPLE, 0, STF_STREAM_PARAMETERS, 0, u);
  size_t draw = (size_t)(u[0] * (double)draws->n);
  return draw < draws->n ? draw : draws->n - 1;
}

const struct stf_desk *stf_drawn_desk(struct stf_drawn *drawn,
                                      const struct stf_stream *stream) {
  const struct stf_desk *base = drawn->base;
  const struct stf_parameters *draws = base->draws;
  size_t draw = stf_drawn_number(draws, stream);
  for (uint32_t c = 0; c < base->classes_n; c++) {
    draw_class(drawn, c, &draws->classes[draw * base->classes_n + c]);
  }
  for (uint32_t t = 0; draws->teams != NULL && t < base->teams_n; t++) {
    draw_team(drawn, t, &draws->teams[draw * base->teams_n + t]);
  }
  double variance = draws->day_variances[draw];
  drawn->desk.day_shape = variance > 0 ? base->day_shape / variance : 0;
  return &drawn->desk;
}
