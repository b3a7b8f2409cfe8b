/*
 * Whose the files of a data directory are. Not for: rights of people in a workspace (http/route.h).
 */
#ifndef BANSO_APP_OWNER_H
#define BANSO_APP_OWNER_H

/* When root works in a directory of somebody else's, such as a service's, what root created in it becomes theirs: the
 * service could not open it otherwise. While the directory is locked. A file that cannot be given away is logged. */
void owner_hand_over(const char *data);

#endif
