/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a team's people differ in, beyond who is there: how fast each of them is, how beginners
 * learn. Plain data, one pointer of struct stf_team (NULL: everybody works at speed 1).
 *
 * A contact that takes the work w of its class (and of the bot's part that is read) takes an
 * agent of speed s the time w / s. The speed is proficiency x learning:
 *
 * - proficiency: by class and team, or by agent and class (Gans, Liu, Mandelbaum, Shen & Ye
 *   2010, IMS Collections 6: 99-123: agents differ by a factor).
 * - learning: from `start_speed` at the first contact (or day) to 1 by the power law of
 *   practice, log time = a - b log(1 + n), of Gans et al. 2010, section 4: with n contacts (or
 *   days) behind her and `full_after` = H, speed = start_speed (1 + n)^b while n < H, b =
 *   -ln(start_speed) / ln(1 + H), and 1 from n = H on.
 */
#ifndef STF_PEOPLE_H
#define STF_PEOPLE_H

#include "random/law.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Speed of one agent at one class. */
struct stf_people_speed {
  uint32_t name; /* id in names.agents */
  uint32_t class_index;
  double speed; /* > 0 */
};

/* What an agent has behind her when the run begins. */
struct stf_people_experience {
  uint32_t name; /* id in names.agents */
  double n;      /* contacts, or days; >= 0 */
};

enum stf_people_learning {
  STF_PEOPLE_TRAINED,     /* nobody has anything to learn */
  STF_PEOPLE_BY_CONTACTS, /* by contacts taken */
  STF_PEOPLE_BY_DAYS      /* by civil days (of the desk's zone) on which she took a contact,
                             before the present one */
};

/* After-work of a class, once the customer is gone. Work of the agent in the place of the
 * contact (Brown et al. 2005, JASA 100: 36-50, who count it as service): shared with the other
 * contacts in hand as the contact itself was, in turns a turn of hers. Or (`place_alone`) the
 * place stays taken for that time, and she has nothing to do with it. */
struct stf_wrap_up {
  struct stf_law time;
  bool place_alone;
};

/* Time lost to channels that no log knows, as a share of agents' time by the clock. An agent on
 * duty and not away falls into episodes at the rate share / ((1 - share) E lasts), whether she
 * is idle or has a contact in hand (then it begins once her hands are empty); those that pile
 * up meanwhile follow in one go. So of her time the share is lost, however busy she is. */
struct stf_people_unlogged {
  const int64_t *edges_us; /* n + 1, ascending; outside of them nothing is lost */
  const double *hazard; /* n + 1: episodes expected from edges_us[0] to each edge, of an agent
                           never away; ascending from 0 */
  size_t n;
  struct stf_law lasts; /* of one episode; a mean above 0 */
};

struct stf_people {
  const double *speeds;               /* by class, each > 0; NULL: all 1 */
  const struct stf_people_speed *own; /* they replace the team's, no pair twice */
  size_t own_n;
  enum stf_people_learning learning;
  double start_speed; /* of who has nothing behind her, in (0, 1] */
  double full_after;  /* H, contacts or days, > 0 */
  double experience;  /* of everybody who is not in `beginners`, at the start; INFINITY: they
                         have learnt it */
  const struct stf_people_experience *beginners;
  size_t beginners_n;
  /* Episodes in which an agent on shift is away from the desk (training, the back office): a
   * renewal process, available for `every`, away for `lasts`. Both STF_LAW_NEVER: none. */
  struct stf_law away_every;
  struct stf_law away_lasts;
  const struct stf_people_unlogged *unlogged; /* NULL: nothing */
};

/* True if people of the team go away in their shifts. */
static inline bool stf_people_go_away(const struct stf_people *people) {
  return people != NULL &&
         (people->away_every.kind != STF_LAW_NEVER || people->unlogged != NULL);
}

/* Rate [1/s] of episodes at which a share in [0, 1) of time is lost to them. */
static inline double stf_people_unlogged_per_s(double share, const struct stf_law *lasts) {
  return share / ((1 - share) * stf_law_mean_s(lasts));
}

/* Factor of speed with n >= 0 contacts or days behind her; 1 without learning. From our own log
 * and exp: the same bits everywhere. */
double stf_people_learnt(const struct stf_people *people, double n);

/* True if somebody's speed may be other than 1. */
bool stf_people_differ(const struct stf_people *people);

/* Checks by the rules above: NULL, or what is broken (static text). */
const char *stf_people_check(const struct stf_people *people, uint32_t classes_n);

#endif
