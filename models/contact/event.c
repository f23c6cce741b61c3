/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "contact/event.h"

#include "base/quantity.h"

#include <string.h>

const struct stf_event_info STF_EVENT_KINDS[STF_EVENT_KINDS_N] = {
    [STF_EVENT_OPEN] = {"open", "the conversation begins"},
    [STF_EVENT_MSG_IN] = {"msg_in", "message of the customer"},
    [STF_EVENT_MSG_AUTO] = {"msg_auto", "automatic message (acknowledgement, template)"},
    [STF_EVENT_MSG_BOT] = {"msg_bot", "message of the bot"},
    [STF_EVENT_MSG_AGENT] = {"msg_agent", "message of an agent (template=1: a paid template)"},
    [STF_EVENT_BOT_START] = {"bot_start", "bot or voice unit takes over"},
    [STF_EVENT_BOT_END] = {"bot_end", "bot or voice unit is done"},
    [STF_EVENT_HANDOFF] = {"handoff", "the bot hands over to humans"},
    [STF_EVENT_QUEUE] = {"queue", "begins to wait for an agent"},
    [STF_EVENT_ASSIGN] = {"assign", "an agent takes it (places=3: of her cap)"},
    [STF_EVENT_WORK_START] = {"work_start", "an agent begins to work on it"},
    [STF_EVENT_WORK_END] = {"work_end", "the agent stops working on it"},
    [STF_EVENT_WRAP_END] = {"wrap_end", "the agent's wrap-up is done"},
    [STF_EVENT_TRANSFER] = {"transfer", "passed on to another team or agent"},
    [STF_EVENT_ESCALATE] = {"escalate", "raised, or passed on to a higher level"},
    [STF_EVENT_PENDING] = {"pending", "waits for the customer"},
    [STF_EVENT_PARK] = {"park",
                        "put aside: takes no place of the agent until the customer writes"},
    [STF_EVENT_RESUME] = {"resume", "taken up again"},
    [STF_EVENT_RESOLVE] = {"resolve", "marked as solved"},
    [STF_EVENT_ABANDON] = {"abandon", "the customer left while waiting (silent=1: unseen)"},
    [STF_EVENT_CLOSE] = {"close", "closed (by=agent, by=idle, by=bot)"},
    [STF_EVENT_REOPEN] = {"reopen", "opened again"},
    [STF_EVENT_SURVEY] = {"survey", "answer to the survey (csat=4)"},
    [STF_EVENT_AGENT_ON] = {"agent_on", "the agent comes on duty (cap=3)"},
    [STF_EVENT_AGENT_OFF] = {"agent_off", "the agent goes off duty"},
    [STF_EVENT_AGENT_AWAY] =
        {"agent_away", "the agent takes a break (paid=1), or is not there and paid (absent=1)"},
    [STF_EVENT_AGENT_BACK] = {"agent_back", "the agent is back"},
    [STF_EVENT_CAMPAIGN] = {"campaign",
                            "messages go out to customers (name=sale;messages=20000)"},
};

const struct stf_event STF_EVENT_EMPTY = {
    .at_us = STF_NEVER,
    .contact_id = STF_NOBODY,
    .customer = STF_NOBODY,
    .agent = STF_NOBODY,
    .team = STF_NOBODY,
    .class_id = STF_NOBODY,
    .channel = STF_NOBODY,
    .priority = STF_NOBODY,
};

bool stf_event_find(const char *name, enum stf_event_kind *out) {
  for (size_t i = 0; i < STF_EVENT_KINDS_N; i++) {
    if (strcmp(STF_EVENT_KINDS[i].name, name) == 0) {
      *out = (enum stf_event_kind)i;
      return true;
    }
  }
  return false;
}

const char *stf_event_nearest(const char *name) {
  const char *names[STF_EVENT_KINDS_N];
  for (size_t i = 0; i < STF_EVENT_KINDS_N; i++) {
    names[i] = STF_EVENT_KINDS[i].name;
  }
  return stf_quantity_nearest(name, names, STF_EVENT_KINDS_N);
}

const char *stf_event_detail_value(const char *detail, const char *key, size_t *n) {
  size_t key_n = strlen(key);
  for (const char *p = detail; p != NULL && *p != '\0';) {
    size_t part_n = strcspn(p, ";");
    if (part_n > key_n + 1 && memcmp(p, key, key_n) == 0 && p[key_n] == '=') {
      *n = part_n - key_n - 1;
      return p + key_n + 1;
    }
    p += part_n + (p[part_n] == ';');
  }
  return NULL;
}

bool stf_event_detail_has(const char *detail, const char *key) {
  size_t n = 0;
  return stf_event_detail_value(detail, key, &n) != NULL;
}

bool stf_event_detail_is(const char *detail, const char *key, const char *value) {
  size_t key_n = strlen(key);
  size_t value_n = strlen(value);
  for (const char *p = detail; p != NULL && *p != '\0';) {
    size_t n = strcspn(p, ";");
    if (n == key_n + 1 + value_n && memcmp(p, key, key_n) == 0 && p[key_n] == '=' &&
        memcmp(p + key_n + 1, value, value_n) == 0) {
      return true;
    }
    p += n + (p[n] == ';');
  }
  return false;
}

/* A whole number of at most nine digits, which is all of the n characters. */
static bool is_count(const char *text, size_t n, uint32_t *out) {
  uint32_t count = 0;
  for (size_t i = 0; i < n; i++) {
    if (text[i] < '0' || text[i] > '9') {
      return false;
    }
    count = 10 * count + (uint32_t)(text[i] - '0');
  }
  if (n == 0 || n > 9) {
    return false;
  }
  *out = count;
  return true;
}

bool stf_event_detail_count(const char *detail, const char *key, uint32_t *out) {
  size_t key_n = strlen(key);
  for (const char *p = detail; p != NULL && *p != '\0';) {
    size_t n = strcspn(p, ";");
    if (n > key_n && memcmp(p, key, key_n) == 0 && p[key_n] == '=' &&
        is_count(p + key_n + 1, n - key_n - 1, out)) {
      return true;
    }
    p += n + (p[n] == ';');
  }
  return false;
}

static bool is_sorted(const struct stf_event *events, size_t n) {
  for (size_t i = 1; i < n; i++) {
    if (events[i].at_us < events[i - 1].at_us) {
      return false;
    }
  }
  return true;
}

/* Merges from[a..b) and from[b..c), both sorted, into to[a..c). */
static void merge(const struct stf_event *from, struct stf_event *to, size_t a, size_t b,
                  size_t c) {
  size_t left = a;
  size_t right = b;
  for (size_t i = a; i < c; i++) {
    if (left < b && (right >= c || from[left].at_us <= from[right].at_us)) {
      to[i] = from[left++];
    } else {
      to[i] = from[right++];
    }
  }
}

enum stf_status stf_event_sort(struct stf_event *events, size_t n,
                               const struct stf_allocator *allocator) {
  if (is_sorted(events, n)) {
    return STF_OK;
  }
  struct stf_event *spare = stf_mem_zeroed(allocator, n, sizeof *spare);
  if (spare == NULL) {
    return STF_ERR_MEMORY;
  }
  struct stf_event *from = events;
  struct stf_event *to = spare;
  for (size_t width = 1; width < n; width *= 2) {
    for (size_t a = 0; a < n; a += 2 * width) {
      size_t b = n - a < width ? n : a + width;
      size_t c = n - a < 2 * width ? n : a + 2 * width;
      merge(from, to, a, b, c);
    }
    struct stf_event *swap = from;
    from = to;
    to = swap;
  }
  if (from != events) {
    memcpy(events, from, n * sizeof *events);
  }
  stf_mem_release(allocator, spare);
  return STF_OK;
}
