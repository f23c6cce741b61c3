/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/options.h"

#include "base/quantity.h"

#include <string.h>

/* A word of the command line, with its value. */
struct given {
  const struct stf_option *option; /* NULL: an operand */
  const char *text;                /* NULL for flags */
};

struct stf_arguments {
  const struct stf_command *command;
  const struct stf_allocator *allocator;
  struct given *given;
  size_t given_n;
  const char **operands;
  size_t operands_n;
  char *line;
};

static const struct stf_option COMMON[] = {
    {.letter = 'h', .name = "help", .kind = STF_OPTION_FLAG, .help = "this text"},
    {.letter = 'q',
     .name = "quiet",
     .kind = STF_OPTION_FLAG,
     .help = "no notes and no progress on standard error",
     .aside = true},
};

const struct stf_option *stf_options_common(size_t i) {
  return i < STF_COUNT_OF(COMMON) ? &COMMON[i] : NULL;
}

/* The command's options, then the common ones. */
static const struct stf_option *option_at(const struct stf_command *command, size_t i) {
  return i < command->options_n ? &command->options[i]
                                : stf_options_common(i - command->options_n);
}

static const struct stf_option *find_name(const struct stf_command *command, const char *name,
                                          size_t name_n) {
  const struct stf_option *option = NULL;
  for (size_t i = 0; (option = option_at(command, i)) != NULL; i++) {
    if (strlen(option->name) == name_n && memcmp(option->name, name, name_n) == 0) {
      return option;
    }
  }
  return NULL;
}

static const struct stf_option *find_letter(const struct stf_command *command, char letter) {
  const struct stf_option *option = NULL;
  for (size_t i = 0; (option = option_at(command, i)) != NULL; i++) {
    if (option->letter != 0 && option->letter == letter) {
      return option;
    }
  }
  return NULL;
}

enum {
  OPTIONS_MOST = 64, /* of one command, for "did you mean" */
  WORD_MOST = 64     /* bytes of a mistyped name that we look at */
};

static enum stf_status unknown_option(const struct stf_command *command, const char *name,
                                      size_t name_n, struct stf_error *error) {
  const char *names[OPTIONS_MOST];
  size_t n = 0;
  const struct stf_option *option = NULL;
  for (size_t i = 0; n < OPTIONS_MOST && (option = option_at(command, i)) != NULL; i++) {
    names[n++] = option->name;
  }
  char word[WORD_MOST] = "";
  memcpy(word, name, name_n < sizeof word ? name_n : sizeof word - 1);
  const char *nearest = stf_quantity_nearest(word, names, n);
  if (nearest == NULL) {
    return stf_status_fail(error, STF_ERR_USAGE, 0, "unknown option '--%s'", word);
  }
  return stf_status_fail(error, STF_ERR_USAGE, 0,
                         "unknown option '--%s' (did you mean '--%s'?)", word, nearest);
}

static enum stf_status not_a_choice(const struct stf_option *option, const char *text,
                                    struct stf_error *error) {
  return stf_status_fail(error, STF_ERR_USAGE, 0, "--%s: '%s' is not one of %s", option->name,
                         text, option->value);
}

static bool is_choice(const char *choices, const char *text) {
  size_t text_n = strlen(text);
  for (const char *word = choices; word != NULL;) {
    const char *bar = strchr(word, '|');
    size_t word_n = bar != NULL ? (size_t)(bar - word) : strlen(word);
    if (word_n == text_n && memcmp(word, text, text_n) == 0) {
      return true;
    }
    word = bar != NULL ? bar + 1 : NULL;
  }
  return false;
}

/* Reads a value of any numeric kind; false where the text is not of that form. */
static bool read_value(enum stf_option_kind kind, const char *text, double *out) {
  int64_t integer = 0;
  switch (kind) {
  case STF_OPTION_INTEGER:
    if (!stf_quantity_integer(text, &integer)) {
      return false;
    }
    *out = (double)integer;
    return true;
  case STF_OPTION_NUMBER:
    return stf_quantity_number(text, out);
  case STF_OPTION_DURATION:
    return stf_quantity_duration(text, out);
  case STF_OPTION_RATE:
    return stf_quantity_rate(text, out);
  case STF_OPTION_FLAG:
  case STF_OPTION_TEXT:
  case STF_OPTION_CHOICE:
    break;
  }
  return false;
}

static const char *wanted_form(enum stf_option_kind kind) {
  switch (kind) {
  case STF_OPTION_INTEGER:
    return "a whole number";
  case STF_OPTION_DURATION:
    return "a duration such as '90 s' or '10 min'";
  case STF_OPTION_RATE:
    return "a rate such as '95/min' or '20/h'";
  case STF_OPTION_NUMBER:
  case STF_OPTION_FLAG:
  case STF_OPTION_TEXT:
  case STF_OPTION_CHOICE:
    break;
  }
  return "a number";
}

static enum stf_status check_value(const struct stf_option *option, const char *text,
                                   struct stf_error *error) {
  if (option->kind == STF_OPTION_TEXT) {
    return STF_OK;
  }
  if (option->kind == STF_OPTION_CHOICE) {
    return is_choice(option->value, text) ? STF_OK : not_a_choice(option, text, error);
  }
  double value = 0;
  if (!read_value(option->kind, text, &value)) {
    return stf_status_fail(error, STF_ERR_USAGE, 0, "--%s: '%s' is not %s", option->name, text,
                           wanted_form(option->kind));
  }
  bool small = value < option->least;
  if (small || (option->most > 0 && value > option->most)) {
    const char *unit = option->kind == STF_OPTION_DURATION ? " s"
                       : option->kind == STF_OPTION_RATE   ? " per second"
                                                           : "";
    return stf_status_fail(error, STF_ERR_USAGE, 0, "--%s: '%s' is too %s (%s: %.15g%s)",
                           option->name, text, small ? "small" : "large",
                           small ? "least" : "most", small ? option->least : option->most,
                           unit);
  }
  return STF_OK;
}

static enum stf_status add_option(struct stf_arguments *arguments,
                                  const struct stf_option *option, const char *text,
                                  struct stf_error *error) {
  if (!option->repeats && stf_options_given(arguments, option->name)) {
    return stf_status_fail(error, STF_ERR_USAGE, 0, "--%s may be given only once",
                           option->name);
  }
  enum stf_status status =
      option->kind == STF_OPTION_FLAG ? STF_OK : check_value(option, text, error);
  if (status == STF_OK) {
    arguments->given[arguments->given_n++] = (struct given){option, text};
  }
  return status;
}

/* The words still to be read. */
struct words {
  const char *const *next;
  const char *const *end;
};

/* The value in the following word. One that looks like an option is a forgotten value. */
static enum stf_status take_value(const struct stf_option *option, struct words *words,
                                  const char **out, struct stf_error *error) {
  if (words->next == words->end || strncmp(*words->next, "--", 2) == 0) {
    return stf_status_fail(error, STF_ERR_USAGE, 0, "--%s needs a value: --%s %s", option->name,
                           option->name, option->value);
  }
  *out = *words->next++;
  return STF_OK;
}

static enum stf_status parse_long(struct stf_arguments *arguments, const char *word,
                                  struct words *words, struct stf_error *error) {
  const char *equals = strchr(word, '=');
  size_t name_n = equals != NULL ? (size_t)(equals - word) : strlen(word);
  const struct stf_option *option = find_name(arguments->command, word, name_n);
  if (option == NULL) {
    return unknown_option(arguments->command, word, name_n, error);
  }
  const char *text = equals != NULL ? equals + 1 : NULL;
  if (option->kind == STF_OPTION_FLAG && text != NULL) {
    return stf_status_fail(error, STF_ERR_USAGE, 0, "--%s takes no value", option->name);
  }
  if (option->kind != STF_OPTION_FLAG && text == NULL) {
    enum stf_status status = take_value(option, words, &text, error);
    if (status != STF_OK) {
      return status;
    }
  }
  return add_option(arguments, option, text, error);
}

/* "-qn5": flags, then perhaps one option with its value. */
static enum stf_status parse_letters(struct stf_arguments *arguments, const char *letters,
                                     struct words *words, struct stf_error *error) {
  for (const char *p = letters; *p != '\0'; p++) {
    const struct stf_option *option = find_letter(arguments->command, *p);
    if (option == NULL) {
      return stf_status_fail(error, STF_ERR_USAGE, 0, "unknown option '-%c'", *p);
    }
    const char *text = NULL;
    enum stf_status status = STF_OK;
    if (option->kind != STF_OPTION_FLAG) {
      text = p + 1;
      status = *text != '\0' ? STF_OK : take_value(option, words, &text, error);
    }
    if (status == STF_OK) {
      status = add_option(arguments, option, text, error);
    }
    if (status != STF_OK || option->kind != STF_OPTION_FLAG) {
      return status;
    }
  }
  return STF_OK;
}

static enum stf_status check_operands(const struct stf_arguments *arguments,
                                      struct stf_error *error) {
  const struct stf_command *command = arguments->command;
  if (arguments->operands_n < command->operands_least) {
    return stf_status_fail(error, STF_ERR_USAGE, 0, "something is missing: usage is '%s'",
                           command->usage);
  }
  if (arguments->operands_n > command->operands_most) {
    return stf_status_fail(error, STF_ERR_USAGE, 0, "unexpected '%s': usage is '%s'",
                           arguments->operands[command->operands_most], command->usage);
  }
  return STF_OK;
}

static enum stf_status parse_words(struct stf_arguments *arguments, struct words words,
                                   struct stf_error *error) {
  bool options_ended = false;
  while (words.next != words.end) {
    const char *word = *words.next++;
    enum stf_status status = STF_OK;
    if (options_ended || word[0] != '-' || word[1] == '\0') {
      arguments->operands[arguments->operands_n++] = word;
      arguments->given[arguments->given_n++] = (struct given){NULL, word};
    } else if (strcmp(word, "--") == 0) {
      options_ended = true;
    } else if (word[1] == '-') {
      status = parse_long(arguments, word + 2, &words, error);
    } else {
      status = parse_letters(arguments, word + 1, &words, error);
    }
    if (status != STF_OK || stf_options_given(arguments, "help")) {
      return status;
    }
  }
  return check_operands(arguments, error);
}

static bool is_plain(const char *text) {
  static const char PLAIN[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                              "0123456789-_./:=,%+@";
  return *text != '\0' && text[strspn(text, PLAIN)] == '\0';
}

static char *append(char *end, const char *text) {
  size_t n = strlen(text);
  memcpy(end, text, n + 1);
  return end + n;
}

/* As a shell wants it; an apostrophe becomes '\''. */
static char *append_word(char *end, const char *text) {
  if (is_plain(text)) {
    return append(append(end, " "), text);
  }
  end = append(end, " '");
  for (; *text != '\0'; text++) {
    char letter[2] = {*text, '\0'};
    end = append(end, *text == '\'' ? "'\\''" : letter);
  }
  return append(end, "'");
}

static const char *without_folder(const char *path) {
  const char *slash = strrchr(path, '/');
  return slash != NULL && slash[1] != '\0' ? slash + 1 : path;
}

static bool names_a_file(const struct stf_option *option) {
  return option->kind == STF_OPTION_TEXT &&
         (strcmp(option->value, "FILE") == 0 || strcmp(option->value, "DIR") == 0);
}

/* Room that the line needs at most: each byte may become four ('\''). */
static size_t line_room(const struct stf_arguments *arguments) {
  size_t bytes = strlen(arguments->command->name) + 1;
  for (size_t i = 0; i < arguments->given_n; i++) {
    const struct given *given = &arguments->given[i];
    bytes += given->option != NULL ? strlen(given->option->name) + 3 : 0;
    bytes += given->text != NULL ? 4 * strlen(given->text) + 3 : 0;
  }
  return bytes;
}

static char *append_given(char *end, const struct given *given) {
  if (given->option == NULL) {
    return append_word(end, without_folder(given->text));
  }
  end = append(append(end, " --"), given->option->name);
  if (given->text == NULL) {
    return end;
  }
  return append_word(end,
                     names_a_file(given->option) ? without_folder(given->text) : given->text);
}

static enum stf_status make_line(struct stf_arguments *arguments, struct stf_error *error) {
  arguments->line = stf_mem_zeroed(arguments->allocator, line_room(arguments), 1);
  if (arguments->line == NULL) {
    return stf_status_fail(error, STF_ERR_MEMORY, 0, "no memory");
  }
  char *end = append(arguments->line, arguments->command->name);
  for (size_t i = 0; i < arguments->given_n; i++) {
    const struct given *given = &arguments->given[i];
    if (given->option == NULL || !given->option->aside) {
      end = append_given(end, given);
    }
  }
  return STF_OK;
}

/* Room for all that the words can hold; NULL without memory. */
static struct stf_arguments *new_arguments(const struct stf_command *command, size_t words_n,
                                           const char *const *words,
                                           const struct stf_allocator *allocator) {
  size_t letters_n = 0; /* "-abc" gives three options in one word */
  for (size_t i = 0; i < words_n; i++) {
    letters_n += strlen(words[i]) + 1;
  }
  struct stf_arguments *arguments = stf_mem_zeroed(allocator, 1, sizeof *arguments);
  if (arguments == NULL) {
    return NULL;
  }
  arguments->command = command;
  arguments->allocator = allocator;
  arguments->given = stf_mem_zeroed(allocator, letters_n + 1, sizeof *arguments->given);
  arguments->operands = stf_mem_zeroed(allocator, words_n + 1, sizeof *arguments->operands);
  if (arguments->given == NULL || arguments->operands == NULL) {
    stf_options_free(arguments);
    return NULL;
  }
  return arguments;
}

enum stf_status stf_options_parse(const struct stf_command *command, int argc,
                                  const char *const *argv,
                                  const struct stf_allocator *allocator,
                                  struct stf_error *error, struct stf_arguments **out) {
  STF_ASSERT(argc >= 0);
  struct words words = {argv,
                        argc > 0 ? argv + argc : argv}; /* argv may be NULL if argc is 0 */
  struct stf_arguments *arguments = new_arguments(command, (size_t)argc, argv, allocator);
  if (arguments == NULL) {
    return stf_status_fail(error, STF_ERR_MEMORY, 0, "no memory");
  }
  enum stf_status status = parse_words(arguments, words, error);
  if (status == STF_OK) {
    status = make_line(arguments, error);
  }
  if (status != STF_OK) {
    stf_options_free(arguments);
    return status;
  }
  *out = arguments;
  return STF_OK;
}

void stf_options_free(struct stf_arguments *arguments) {
  if (arguments == NULL) {
    return;
  }
  stf_mem_release(arguments->allocator, arguments->given);
  stf_mem_release(arguments->allocator, arguments->operands);
  stf_mem_release(arguments->allocator, arguments->line);
  stf_mem_release(arguments->allocator, arguments);
}

static const struct stf_option *option_named(const struct stf_arguments *arguments,
                                             const char *name) {
  const struct stf_option *option = find_name(arguments->command, name, strlen(name));
  STF_ASSERT(option != NULL);
  return option;
}

bool stf_options_given(const struct stf_arguments *arguments, const char *name) {
  const struct stf_option *option = option_named(arguments, name);
  for (size_t i = 0; i < arguments->given_n; i++) {
    if (arguments->given[i].option == option) {
      return true;
    }
  }
  return false;
}

const char *stf_options_text(const struct stf_arguments *arguments, const char *name) {
  const struct stf_option *option = option_named(arguments, name);
  for (size_t i = arguments->given_n; i > 0; i--) {
    if (arguments->given[i - 1].option == option) {
      return arguments->given[i - 1].text;
    }
  }
  return option->fallback;
}

const char *stf_options_text_at(const struct stf_arguments *arguments, const char *name,
                                size_t i) {
  const struct stf_option *option = option_named(arguments, name);
  for (size_t j = 0; j < arguments->given_n; j++) {
    if (arguments->given[j].option == option && i-- == 0) {
      return arguments->given[j].text;
    }
  }
  return NULL;
}

int64_t stf_options_integer(const struct stf_arguments *arguments, const char *name) {
  STF_ASSERT(option_named(arguments, name)->kind == STF_OPTION_INTEGER);
  const char *text = stf_options_text(arguments, name);
  int64_t value = 0;
  STF_ASSERT(text != NULL && stf_quantity_integer(text, &value));
  return value;
}

double stf_options_number(const struct stf_arguments *arguments, const char *name) {
  const char *text = stf_options_text(arguments, name);
  double value = 0;
  STF_ASSERT(text != NULL && read_value(option_named(arguments, name)->kind, text, &value));
  return value;
}

size_t stf_options_operands_n(const struct stf_arguments *arguments) {
  return arguments->operands_n;
}

const char *stf_options_operand(const struct stf_arguments *arguments, size_t i) {
  STF_ASSERT(i < arguments->operands_n);
  return arguments->operands[i];
}

const char *stf_options_line(const struct stf_arguments *arguments) {
  return arguments->line;
}
