/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "contact/contact.h"

const struct stf_contact STF_CONTACT_EMPTY = {
    .open_us = STF_NEVER,
    .queue_us = STF_NEVER,
    .assign_us = STF_NEVER,
    .abandon_us = STF_NEVER,
    .close_us = STF_NEVER,
    .first_any_us = STF_NEVER,
    .first_human_us = STF_NEVER,
    .last_message_us = STF_NEVER,
    .bot_start_us = STF_NEVER,
    .bot_end_us = STF_NEVER,
    .work = {.start_us = STF_NEVER,
             .end_us = STF_NEVER,
             .agent = STF_NOBODY,
             .team = STF_NOBODY},
    .class_id = STF_NOBODY,
    .channel = STF_NOBODY,
    .priority = STF_NOBODY,
    .team = STF_NOBODY,
    .agent = STF_NOBODY,
};
