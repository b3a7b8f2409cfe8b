/*
 * Files served as they are: the web UI. The table is printed by tools/embed, ended by { 0 }.
 *
 * Units: sizes in bytes.
 * Errors: none.
 * Forgets a person: holds nothing of one.
 */
#ifndef BANSO_HTTP_ASSET_H
#define BANSO_HTTP_ASSET_H

#include <stddef.h>
#include <stdint.h>

typedef struct {
    const char *path; /* "/assets/index-3f2a.js"; index.html is "/index.html" and answers every page's path */
    const char *type; /* content type */
    const uint8_t *plain;
    size_t plain_size;
    const uint8_t *gzip; /* NULL when it would not be smaller */
    size_t gzip_size;
    const char *etag;
} Asset;

extern const Asset ASSETS[];

#endif
