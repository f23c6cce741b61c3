/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/folder.h"
#include "scenario/write.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* "folder/name" with an ending; NULL without memory. */
static char *join(const char *folder, const char *name, const char *ending) {
  size_t n = strlen(folder) + strlen(name) + strlen(ending) + 2;
  char *path = malloc(n);
  if (path != NULL) {
    (void)snprintf(path, n, "%s/%s%s", folder, name, ending);
  }
  return path;
}

static enum stf_status save_file(const struct stf_write_file *file, const char *path,
                                 const char *beside, struct stf_error *error) {
  FILE *stream = fopen(beside, "wb");
  if (stream == NULL) {
    return stf_status_fail(error, STF_ERR_IO, errno, "cannot write '%s'", path);
  }
  bool written = fwrite(file->bytes, 1, file->bytes_n, stream) == file->bytes_n;
  int failed = written ? 0 : errno;
  if (fclose(stream) != 0 && written) {
    failed = errno;
  }
  if (failed == 0 && rename(beside, path) != 0) {
    failed = errno;
  }
  if (failed != 0) {
    (void)unlink(beside);
    return stf_status_fail(error, STF_ERR_IO, failed, "cannot write '%s'", path);
  }
  return STF_OK;
}

static enum stf_status check_free(const struct stf_write_file *file, const char *folder,
                                  struct stf_error *error) {
  char *path = join(folder, file->name, "");
  if (path == NULL) {
    return stf_status_fail(error, STF_ERR_MEMORY, 0, "no memory to write '%s'", folder);
  }
  bool exists = access(path, F_OK) == 0;
  enum stf_status status =
      exists ? stf_status_fail(error, STF_ERR_USAGE, 0,
                               "'%s' exists; give another folder, or --force to overwrite it",
                               path)
             : STF_OK;
  free(path);
  return status;
}

static enum stf_status save(const struct stf_write_file *file, const char *folder,
                            struct stf_error *error) {
  char *path = join(folder, file->name, "");
  char *beside = join(folder, file->name, ".part");
  enum stf_status status =
      path != NULL && beside != NULL
          ? save_file(file, path, beside, error)
          : stf_status_fail(error, STF_ERR_MEMORY, 0, "no memory to write '%s'", folder);
  free(path);
  free(beside);
  return status;
}

enum stf_status stf_write_folder(const struct stf_write_files *files, const char *folder,
                                 bool force, struct stf_error *error) {
  enum stf_status status = STF_OK;
  for (size_t i = 0; !force && i < files->items_n && status == STF_OK; i++) {
    status = check_free(&files->items[i], folder, error);
  }
  if (status == STF_OK) {
    status = stf_folder_make(folder, error);
  }
  for (size_t i = 0; i < files->items_n && status == STF_OK; i++) {
    status = save(&files->items[i], folder, error);
  }
  return status;
}
