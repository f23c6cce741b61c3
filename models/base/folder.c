/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/folder.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>

enum {
  PATH_BYTES = 4096
};

static bool is_folder(const char *path) {
  struct stat seen;
  return stat(path, &seen) == 0 && S_ISDIR(seen.st_mode);
}

enum stf_status stf_folder_make(const char *folder, struct stf_error *error) {
  char path[PATH_BYTES];
  size_t n = strlen(folder);
  if (n == 0 || n >= sizeof path) {
    return stf_status_fail(error, STF_ERR_IO, ENAMETOOLONG, "cannot make the folder '%s'",
                           folder);
  }
  memcpy(path, folder, n + 1);
  for (size_t i = 1; i <= n; i++) {
    if (path[i] != '/' && path[i] != '\0') {
      continue;
    }
    path[i] = '\0';
    if (mkdir(path, 0777) != 0 && !is_folder(path)) {
      return stf_status_fail(error, STF_ERR_IO, errno == EEXIST ? ENOTDIR : errno,
                             "cannot make the folder '%s'", path);
    }
    path[i] = folder[i];
  }
  return STF_OK;
}
