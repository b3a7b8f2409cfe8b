/*
 * Saved views: a list's filter, words, order and columns under a name, which its owner keeps and may share with
 * everybody. Only the owner changes a view; another may copy it, and whoever may manage takes over a shared one.
 *
 * Not for: answering what is in the list, which the module of its subject does; nor for conditions that something else
 * is built on.
 * Units: none. Errors: INPUT with the field; MISSING for one that is not there or is another's own; FORBIDDEN for a
 * change of another's shared one, and for a filter that asks for what the caller does not see.
 * Forgets a person: an erased contact's address, id and telephone number are replaced in names, words and filters, as
 * contact_words.h says; a person's name stays. A member of staff who is removed takes their own views with them; shared
 * ones stay (views_pass_on).
 */
#ifndef BANSO_VIEW_VIEW_H
#define BANSO_VIEW_VIEW_H

#include "jobs/writer.h"

/* Before a member of staff is removed. */
bool views_pass_on(const Writer *writer, int64_t staff_id, Error *error);

#endif
