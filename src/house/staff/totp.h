/*
 * Codes that change every 30 seconds (TOTP, RFC 6238: HMAC-SHA-1, 6 digits, as every authenticator app reads them), the
 * secret behind them as text and as a QR code, and recovery codes.
 *
 * Not for: knowing whose secret it is, nor whether a code was used (two_step.c).
 * Units: ms since 1970; a step is 30 s, counted from 1970.
 * Errors: none; what is no code matches nothing.
 * Forgets a person: holds nothing.
 */
#ifndef BANSO_STAFF_TOTP_H
#define BANSO_STAFF_TOTP_H

#include "base/arena.h"
#include "base/shape.h"

enum { TOTP_SECRET = 20, TOTP_DIGITS = 6, TOTP_STEP_MS = 30000 };

/* In RFC 4648's alphabet, without padding: apps take it typed. `size` is a multiple of 5. */
const char *base32(Arena *arena, const unsigned char *bytes, size_t size);

/* A code or recovery code as it is compared: narrow, in lower case, without blanks and dashes. */
const char *code_normal(Arena *arena, const char *code);
/* "k3qz-…": 80 random bits in groups of four. */
const char *recovery_code_new(Arena *arena);

Bytes totp_secret_new(Arena *arena);
/* What the QR code says: otpauth://totp/Banso:csm%40example.com?secret=…&issuer=Banso */
const char *totp_uri(Arena *arena, Bytes secret, const char *email);
/* Whether it is the code (as code_normal gives it) of this step, the one before or the one after, and of none up to
 * `used`: 0 = no, else the step. */
int64_t totp_step(Bytes secret, const char *code, int64_t now, int64_t used);

/* The dark squares as an SVG path over `size` × `size`; NULL when the text is too long for a QR code. */
const char *qr_path(Arena *arena, const char *text, int *size);

#endif
