/*
 * Which passwords are refused, and Argon2id by libsodium.
 *
 * At most two hashes run at a time: each takes 19 MiB, and anyone may call the sign-in. An unknown address costs a
 * verification too, against a hash that no password has (NOBODY). It must cost as much as the others, so the first use
 * compares the parameters and ends the process when they differ.
 *
 * In order: common passwords; the rules; hashing.
 */
#include "house/staff/password.h"

#include "base/reason.h"
#include "base/text.h"
#include "house/staff/staff.h"

#include <pthread.h>
#include <semaphore.h>
#include <sodium.h>
#include <string.h>
#include <strings.h>

enum { PASSES = 2, MEMORY = 19 * 1024 * 1024, AT_A_TIME = 2, PASSWORD_MAX = 256 };

/* The head of every list of stolen passwords, as far as it is long enough to be chosen here; compared folded. */
static const char *const COMMON[] = {
    "12345678",
    "123456789",
    "1234567890",
    "0123456789",
    "87654321",
    "987654321",
    "11111111",
    "00000000",
    "88888888",
    "12341234",
    "11223344",
    "1qaz2wsx",
    "1q2w3e4r",
    "1q2w3e4r5t",
    "q1w2e3r4",
    "qwertyui",
    "qwertyuiop",
    "qwerty123",
    "qwer1234",
    "asdfghjk",
    "asdfghjkl",
    "asdf1234",
    "zxcvbnm1",
    "password",
    "password1",
    "password12",
    "password123",
    "passw0rd",
    "p@ssw0rd",
    "p@ssword",
    "pass1234",
    "letmein1",
    "welcome1",
    "welcome123",
    "admin123",
    "admin1234",
    "administrator",
    "adminadmin",
    "changeme",
    "changeme1",
    "default1",
    "iloveyou",
    "iloveyou1",
    "sunshine",
    "princess",
    "football",
    "baseball",
    "superman",
    "trustno1",
    "whatever",
    "computer",
    "internet",
    "starwars",
    "dragon123",
    "monkey123",
    "master123",
    "michelle",
    "jennifer",
    "charlie1",
    "michael1",
    "abcd1234",
    "abc12345",
    "abcdefgh",
    "a1b2c3d4",
    "aa123456",
    "a1234567",
    "a12345678",
    "1234qwer",
    "123qweasd",
    "qweasdzxc",
    "zaq12wsx",
    "zaq1zaq1",
    "test1234",
    "testtest",
    "guest123",
    "secret123",
    "login123",
    "hello123",
    "sakura123",
    "banso123",
    "bansobanso",
    "customersuccess",
    "correcthorsebatterystaple",
};

static int letters(const char *text)
{
    int count = 0;
    for (const unsigned char *c = (const unsigned char *)text; *c; c++)
        count += (*c & 0xc0) != 0x80;
    return count;
}

bool password_is_good(const char *password, const char *email, const char *field, Error *error)
{
    char least[12];
    snprintf(least, sizeof least, "%d", PASSWORD_MIN);
    if (letters(password) < PASSWORD_MIN)
        return refuse(error, field, REASON_TOO_SHORT, least, NULL);
    if (strlen(password) > PASSWORD_MAX)
        return fail(error, ERROR_INPUT, field, "must be at most %d bytes", PASSWORD_MAX);
    if (email && !strcasecmp(password, email))
        return fail(error, ERROR_INPUT, field, "the password must differ from the e-mail address");
    for (size_t i = 0; i < sizeof COMMON / sizeof *COMMON; i++)
        if (!strcasecmp(password, COMMON[i]))
            return refuse(error, field, REASON_COMMON_PASSWORD, NULL, NULL);
    return true;
}

/* No password has this hash, and to find that out costs as much as with any other, from the first time on. */
static const char NOBODY[crypto_pwhash_STRBYTES] =
    "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5IGlzIGhlcmU$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/* 19 MiB each: a crowd at the door must not take the machine's memory. */
static sem_t permits;
static pthread_once_t permits_once = PTHREAD_ONCE_INIT;

static void permits_make(void)
{
    if (sem_init(&permits, 0, AT_A_TIME) || sodium_init() < 0)
        bug("no semaphore for hashing");
    if (crypto_pwhash_str_needs_rehash(NOBODY, PASSES, MEMORY))
        bug("the hash of nobody costs less than others");
}

static void permit_take(void)
{
    pthread_once(&permits_once, permits_make);
    while (sem_wait(&permits))
        continue;
}

bool password_hash(Arena *arena, const char *password, const char **hash, Error *error)
{
    char *made = arena_alloc(arena, crypto_pwhash_STRBYTES);
    permit_take();
    int result = crypto_pwhash_str_alg(made, password, strlen(password), PASSES, MEMORY, crypto_pwhash_ALG_ARGON2ID13);
    sem_post(&permits);
    if (result)
        return fail(error, ERROR_BUSY, NULL, "no memory to hash a password");
    *hash = made;
    return true;
}

bool password_verify(const char *hash, const char *password)
{
    permit_take();
    bool equal = !crypto_pwhash_str_verify(hash ? hash : NOBODY, password, strlen(password));
    sem_post(&permits);
    return equal && hash;
}
