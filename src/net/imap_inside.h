/* Inside net: one connection to a mail server, as imap.c opens it and imap_folder.c asks it. */
#ifndef BANSO_NET_IMAP_INSIDE_H
#define BANSO_NET_IMAP_INSIDE_H

#include "net/imap.h"

#include "base/text.h"
#include "net/reach.h"

enum { IMAP_BUFFER = 16384, IMAP_LITERAL_MOST = 1 << 16 /* in an answer that is no mail */ };

struct Imap {
    Reach reach; /* first: net/reach.h */
    Arena *arena;
    CURL *curl;
    const ImapServer *server;
    curl_socket_t socket;
    char buffer[IMAP_BUFFER];
    size_t at, filled;
    unsigned tag;
    int64_t until;       /* ms: when the command must have ended */
    size_t literal_most; /* of this command */
    Text line;           /* one answer, its literals left out */
    Text literal;        /* the last literal of it */
    bool has_literal, lost, asked_can;
    unsigned can;
    char answer[ERROR_TEXT_MAX];
};

/* One command. The answers before its last are handed to `take`, which may be NULL. */
typedef void (*ImapTake)(Imap *imap, const char *line, void *context);
bool imap_command(Imap *imap, Arena *arena, const char *text, ImapTake take, void *context, Error *error);

#endif
