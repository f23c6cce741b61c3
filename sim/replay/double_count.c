/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "replay/double_count.h"

#include <math.h>

/* Whether what the log's bot contained of the class is said. */
static bool is_observed(const struct stf_desk *desk, uint32_t class_index) {
  return desk->demand != NULL && desk->demand->observed != NULL &&
         !isnan(desk->demand->observed[class_index]);
}

/* Whether the log has somebody of the class in a bot. */
static bool shows_bot(const struct stf_log *log, uint32_t class_name) {
  bool shows = false;
  for (size_t i = 0; i < log->contacts_n && !shows; i++) {
    shows =
        log->contacts[i].class_id == class_name && log->contacts[i].bot_start_us != STF_NEVER;
  }
  return shows;
}

static bool check_class_bot(const struct stf_replay_in *in, uint32_t class_index, bool sees_bot,
                            struct stf_diags *diags) {
  const struct stf_class *class = &in->desk->classes[class_index];
  const char *name = stf_dict_text(in->desk->names->classes, class->name);
  struct stf_where where = {.path = in->path};
  bool observed = is_observed(in->desk, class_index);
  if (observed && shows_bot(in->log, class->name)) {
    stf_diag_add(diags, STF_SEVERITY_ERROR, where,
                 "the log shows the bot of class '%s', and who ended in it: it has everybody "
                 "who came, and 'demand.observed_containment' would add them a second time; "
                 "take the class out of it",
                 name);
    return false;
  }
  if (observed || sees_bot || !stf_desk_class_has_bot(class)) {
    return true;
  }
  stf_diag_add(
      diags, STF_SEVERITY_ERROR, where,
      "the log begins after the bot (it has no bot_start or bot_end): its contacts are those "
      "that the bot let through, and the bot of class '%s' would contain %.3g %% of them a "
      "second time; say what the log's bot contained (demand: observed_containment: {%s: "
      "40 %%}, 0 %% if there was none), replay a log with the bot's events, or let the log's "
      "bot have decided: --given arrivals,bot,...",
      name, 100 * class->bot.reach_share * class->bot.containment_share, name);
  return false;
}

static bool check_bot(const struct stf_replay_in *in, struct stf_diags *diags) {
  const int64_t *events_n = in->log->facts.events_n;
  bool sees_bot = events_n[STF_EVENT_BOT_START] + events_n[STF_EVENT_BOT_END] > 0;
  bool decided = (in->given & STF_REPLAY_BOT) != 0;
  bool fine = true;
  for (uint32_t c = 0; c < in->desk->classes_n && fine && !decided; c++) {
    fine = check_class_bot(in, c, sees_bot, diags);
  }
  return fine;
}

static bool check_repeats(const struct stf_replay_in *in, struct stf_diags *diags) {
  struct stf_where where = {.path = in->path};
  for (uint32_t c = 0; c < in->desk->classes_n; c++) {
    const struct stf_class *class = &in->desk->classes[c];
    const char *name = stf_dict_text(in->desk->names->classes, class->name);
    if (!stf_desk_class_returns(class)) {
      continue;
    }
    if (in->repeats == STF_REPLAY_REPEATS_UNDECIDED) {
      stf_diag_add(
          diags, STF_SEVERITY_ERROR, where,
          "the log's contacts hold those of customers who came back, and 'after.repeat' "
          "of class '%s' would send customers back a second time; keep the log's "
          "(--repeats logged), or take them out and let the desk's come (--repeats "
          "simulated)",
          name);
      return false;
    }
    if (in->repeats == STF_REPLAY_REPEATS_SIMULATED && !in->log->facts.has_customer) {
      stf_diag_add(diags, STF_SEVERITY_ERROR, where,
                   "the log does not say whose contacts they are (column 'customer'): its "
                   "repeats cannot be told from the others and taken out; keep them: --repeats "
                   "logged");
      return false;
    }
  }
  return true;
}

static void tell_net_presence(const struct stf_replay_in *in, struct stf_diags *diags) {
  for (uint32_t t = 0; t < in->desk->teams_n && (in->given & STF_REPLAY_PRESENCE) != 0; t++) {
    const struct stf_team *team = &in->desk->teams[t];
    if (team->absence_share > 0 || team->late.kind != STF_LAW_NEVER ||
        stf_people_go_away(team->people)) {
      stf_diag_add(diags, STF_SEVERITY_NOTE, (struct stf_where){.path = in->path},
                   "absence, late log-ins and episodes away of team '%s' are not drawn: the "
                   "log's presence is net, who was absent, late or away is not in it",
                   stf_dict_text(in->desk->names->teams, team->name));
    }
  }
}

bool stf_double_count_check(const struct stf_replay_in *in, struct stf_diags *diags) {
  tell_net_presence(in, diags);
  return check_bot(in, diags) && check_repeats(in, diags);
}

enum stf_status stf_double_count_presence(struct stf_arena *arena, struct stf_team *team) {
  team->absence_share = 0;
  team->late = stf_law_never();
  if (!stf_people_go_away(team->people)) {
    return STF_OK;
  }
  struct stf_people *people = stf_arena_alloc(arena, 1, sizeof *people);
  if (people == NULL) {
    return STF_ERR_MEMORY;
  }
  *people = *team->people;
  people->away_every = stf_law_never();
  people->unlogged = NULL;
  team->people = people;
  return STF_OK;
}
