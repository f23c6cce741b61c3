/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Attributes and checks that every module uses. */
#ifndef STF_MACROS_H
#define STF_MACROS_H

#if defined(__GNUC__)
#define STF_MUST_USE          __attribute__((warn_unused_result))
#define STF_PRINTF(at, first) __attribute__((format(printf, at, first)))
#define STF_NORETURN          __attribute__((noreturn))
#else
#define STF_MUST_USE
#define STF_PRINTF(format, first)
#define STF_NORETURN
#endif

#define STF_COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

/* A broken contract of ours: prints what and where, then aborts. Always on, so keep it cheap.
 */
#define STF_ASSERT(condition)                                                                  \
  ((condition) ? (void)0 : stf_macros_fail(#condition, __FILE__, __LINE__))

STF_NORETURN void stf_macros_fail(const char *condition, const char *file, int line);

#endif
