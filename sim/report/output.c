/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
  TRIES_MAX = 100,
  SUFFIX_ROOM = 32
};

static void forget(struct stf_output *output) {
  stf_mem_release(output->allocator, output->path);
  stf_mem_release(output->allocator, output->beside);
  *output = (struct stf_output){0};
}

static char *copy_of(const struct stf_allocator *allocator, const char *text, size_t room) {
  size_t n = strlen(text);
  char *copy = stf_mem_resize(allocator, NULL, n + room + 1);
  if (copy != NULL) {
    memcpy(copy, text, n + 1);
  }
  return copy;
}

/* Where the file really lies: a symbolic link is to stay one. */
static char *target_of(const struct stf_allocator *allocator, const char *path, bool exists) {
  char *real = exists ? realpath(path, NULL) : NULL;
  char *copy = copy_of(allocator, real != NULL ? real : path, 0);
  free(real);
  return copy;
}

/* Opens a new file beside the target. */
static int open_beside(struct stf_output *output, mode_t mode) {
  size_t n = strlen(output->path);
  for (int i = 0; i < TRIES_MAX; i++) {
    (void)snprintf(output->beside + n, SUFFIX_ROOM, ".tmp-%ld-%d", (long)getpid(), i);
    int descriptor = open(output->beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    if (descriptor >= 0 || errno != EEXIST) {
      return descriptor;
    }
  }
  return -1;
}

static enum stf_status open_regular(struct stf_output *output, const struct stat *old,
                                    struct stf_error *error) {
  output->path = target_of(output->allocator, output->shown, old != NULL);
  if (output->path != NULL) {
    output->beside = copy_of(output->allocator, output->path, SUFFIX_ROOM);
  }
  if (output->beside == NULL) {
    forget(output);
    return stf_status_fail(error, STF_ERR_MEMORY, 0, "no memory");
  }
  const mode_t all = S_IRWXU | S_IRWXG | S_IRWXO;
  const mode_t common = S_IRUSR | S_IWUSR | S_IRGRP | S_IWGRP | S_IROTH | S_IWOTH;
  int descriptor = open_beside(output, old != NULL ? old->st_mode & all : common);
  output->file = descriptor >= 0 ? fdopen(descriptor, "w") : NULL;
  if (output->file == NULL) {
    enum stf_status status =
        stf_status_fail(error, STF_ERR_IO, errno, "cannot write '%s'", output->shown);
    if (descriptor >= 0) {
      (void)close(descriptor);
      (void)unlink(output->beside);
    }
    forget(output);
    return status;
  }
  return STF_OK;
}

static bool is_stream(const char *path) {
  return path == NULL || strcmp(path, "-") == 0;
}

/* The folder of a file that is not there yet. */
static enum stf_status check_folder(const char *path, struct stf_error *error) {
  const char *slash = strrchr(path, '/');
  struct stat folder;
  char *name = slash == NULL ? NULL : strndup(path, (size_t)(slash - path) + 1);
  if (slash != NULL && name == NULL) {
    return stf_status_fail(error, STF_ERR_MEMORY, 0, "no memory");
  }
  int failed = name != NULL && stat(name, &folder) != 0 ? errno : 0;
  free(name);
  return failed != 0 ? stf_status_fail(error, STF_ERR_IO, failed, "cannot write '%s'", path)
                     : STF_OK;
}

enum stf_status stf_output_check(const char *path, bool force, struct stf_error *error) {
  struct stat old;
  if (is_stream(path)) {
    return STF_OK;
  }
  size_t n = strlen(path);
  if (n >= 3 && strcmp(path + n - 3, ".gz") == 0) {
    return stf_status_fail(error, STF_ERR_USAGE, 0,
                           "'%s' would not be compressed: name it '%.*s'", path, (int)n - 3,
                           path);
  }
  if (stat(path, &old) != 0) {
    return check_folder(path, error);
  }
  if (S_ISREG(old.st_mode) && !force) {
    return stf_status_fail(error, STF_ERR_USAGE, 0,
                           "'%s' exists; give another name, or --force to overwrite it", path);
  }
  if (S_ISDIR(old.st_mode)) {
    return stf_status_fail(error, STF_ERR_IO, 0, "'%s' is a directory; a file is wanted", path);
  }
  return STF_OK;
}

enum stf_status stf_output_open(struct stf_output *output, const char *path, bool force,
                                FILE *standard, const struct stf_allocator *allocator,
                                struct stf_error *error) {
  *output = (struct stf_output){.allocator = allocator, .shown = path};
  if (is_stream(path)) {
    output->shown = "standard output";
    output->file = standard;
    output->is_standard = true;
    return STF_OK;
  }
  enum stf_status status = stf_output_check(path, force, error);
  if (status != STF_OK) {
    return status;
  }
  struct stat old;
  if (stat(path, &old) != 0) {
    return open_regular(output, NULL, error);
  }
  if (S_ISREG(old.st_mode)) {
    return open_regular(output, &old, error);
  }
  output->file = fopen(path, "w");
  if (output->file == NULL) {
    return stf_status_fail(error, STF_ERR_IO, errno, "cannot write '%s'", path);
  }
  return STF_OK;
}

bool stf_output_flush(FILE *file) {
  bool lost = ferror(file) != 0;
  errno = 0;
  bool flushed = fflush(file) == 0;
  if (lost && errno == 0) { /* one byte more fails for the reason that nobody kept */
    clearerr(file);
    (void)fputc('\n', file);
    (void)fflush(file);
  }
  return flushed && !lost;
}

/* Gets everything out of our hands; false with errno set if something was lost. */
static bool close_file(struct stf_output *output) {
  bool ok = stf_output_flush(output->file);
  if (output->is_standard) {
    return ok;
  }
  if (output->beside != NULL) {
    ok = ok && fsync(fileno(output->file)) == 0;
  }
  int failure = errno;
  if (fclose(output->file) != 0) {
    ok = false;
    failure = errno;
  }
  errno = failure;
  return ok;
}

enum stf_status stf_output_commit(struct stf_output *output, struct stf_error *error) {
  bool ok = close_file(output);
  if (ok && output->beside != NULL) {
    ok = rename(output->beside, output->path) == 0;
  }
  enum stf_status status = STF_OK;
  if (!ok) {
    status =
        output->is_standard
            ? stf_status_fail(error, STF_ERR_IO, errno, "cannot write to standard output")
            : stf_status_fail(error, STF_ERR_IO, errno, "cannot write '%s'", output->shown);
    if (output->beside != NULL) {
      (void)unlink(output->beside);
    }
  }
  forget(output);
  return status;
}

void stf_output_abort(struct stf_output *output) {
  if (output->file != NULL && !output->is_standard) {
    (void)fclose(output->file);
  }
  if (output->beside != NULL) {
    (void)unlink(output->beside);
  }
  forget(output);
}

enum stf_status stf_output_fail(struct stf_output *output, enum stf_status status,
                                struct stf_error *error) {
  const char *reason = strchr(error->message, ':');
  if (status == STF_ERR_IO && reason != NULL) {
    char kept[sizeof error->message];
    (void)snprintf(kept, sizeof kept, "%s", reason);
    (void)stf_status_fail(error, status, 0, "cannot write '%s'%s", output->shown, kept);
  }
  stf_output_abort(output);
  return status;
}
