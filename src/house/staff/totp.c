/*
 * TOTP by liboath, QR codes by libqrencode: the only file that knows either.
 *
 * A code is compared with three steps, because clocks differ and people type slowly. All three are compared whatever
 * came out before, in constant time.
 */
#include "house/staff/totp.h"

#include "base/panic.h"
#include "base/text.h"
#include "http/query.h"

#include <liboath/oath.h>
#include <pthread.h>
#include <qrencode.h>
#include <sodium.h>
#include <string.h>

enum { STEP_SECONDS = TOTP_STEP_MS / 1000, RECOVERY_BYTES = 10, GROUP = 4 };

const char *base32(Arena *arena, const unsigned char *bytes, size_t size)
{
    static const char LETTERS[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    Text text = text_new(arena);
    for (size_t i = 0; i + 5 <= size; i += 5) {
        uint64_t group = 0;
        for (size_t j = 0; j < 5; j++)
            group = group << 8 | bytes[i + j];
        for (int shift = 35; shift >= 0; shift -= 5)
            text_char(&text, LETTERS[group >> shift & 31]);
    }
    return text_string(&text);
}

const char *code_normal(Arena *arena, const char *code)
{
    Text text = text_new(arena);
    for (const char *c = text_lower(arena, code); *c; c++)
        if (*c != ' ' && *c != '-')
            text_char(&text, *c);
    return text_string(&text);
}

const char *recovery_code_new(Arena *arena)
{
    unsigned char bytes[RECOVERY_BYTES];
    Text text = text_new(arena);
    randombytes_buf(bytes, sizeof bytes);
    const char *letters = text_lower(arena, base32(arena, bytes, sizeof bytes));
    for (size_t i = 0; letters[i]; i++)
        text_format(&text, "%s%c", i && i % GROUP == 0 ? "-" : "", letters[i]);
    return text_string(&text);
}

Bytes totp_secret_new(Arena *arena)
{
    unsigned char *bytes = arena_array(arena, TOTP_SECRET, 1);
    randombytes_buf(bytes, TOTP_SECRET);
    return (Bytes) { bytes, TOTP_SECRET };
}

const char *totp_uri(Arena *arena, Bytes secret, const char *email)
{
    return arena_format(arena, "otpauth://totp/Banso:%s?secret=%s&issuer=Banso", percent_encode(arena, email),
                        base32(arena, secret.data, secret.size));
}

static pthread_once_t once = PTHREAD_ONCE_INIT;

static void begin(void)
{
    if (oath_init() != OATH_OK)
        bug("liboath does not start");
}

static bool is_code_of(Bytes secret, const char *code, int64_t step)
{
    char made[TOTP_DIGITS + 1];
    pthread_once(&once, begin);
    if (oath_totp_generate2((const char *)secret.data, secret.size, (time_t)(step * STEP_SECONDS), STEP_SECONDS, 0,
                            TOTP_DIGITS, 0, made) != OATH_OK)
        bug("liboath makes no code");
    return sodium_memcmp(made, code, TOTP_DIGITS) == 0;
}

int64_t totp_step(Bytes secret, const char *code, int64_t now, int64_t used)
{
    int64_t found = 0, today = now / TOTP_STEP_MS;
    if (strlen(code) != TOTP_DIGITS)
        return 0;
    for (int64_t step = today - 1; step <= today + 1; step++)
        if (is_code_of(secret, code, step) && step > used)
            found = step;
    return found;
}

const char *qr_path(Arena *arena, const char *text, int *size)
{
    Text path = text_new(arena);
    QRcode *made = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M);
    if (!made)
        return NULL;
    *size = made->width;
    for (int y = 0; y < made->width; y++)
        for (int x = 0, run = 0; x <= made->width; x++) {
            bool dark = x < made->width && (made->data[y * made->width + x] & 1);
            if (!dark && run)
                text_format(&path, "M%d %dh%dv1h-%dz", x - run, y, run, run);
            run = dark ? run + 1 : 0;
        }
    QRcode_free(made);
    return text_string(&path);
}
