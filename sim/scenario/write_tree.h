/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A scenario's tree as a file again: what was in lines of its own stays so, with the comments
 * above it, what was in braces stays in braces. A key that has no comment gets, the first time,
 * its help from the key tables; the root's keys that are not there are listed at the end.
 * Comments behind values are lost.
 */
#ifndef STF_WRITE_TREE_H
#define STF_WRITE_TREE_H

#include "scenario/node.h"

#include <stdio.h>

struct stf_write_tree {
  const struct stf_node_file *file;
  const char *note; /* opens the file, in front of its own first comment; NULL: nothing */
  /* How the file that the node names is called from the new place; NULL without memory. */
  void *context;
  const char *(*path)(void *context, const struct stf_node *node);
};

/* STF_ERR_MEMORY, or STF_ERR_INPUT for a tree that is too deep (STF_NODE_DEPTH_MAX). Errors of
 * the stream are the caller's to look at. */
STF_MUST_USE enum stf_status stf_write_tree_put(FILE *out, const struct stf_write_tree *in);

#endif
