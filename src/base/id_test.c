#include "base/id.h"

#include "base/test.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { PER_THREAD = 20000, THREADS = 4 };

static void *make(void *ids)
{
    for (int i = 0; i < PER_THREAD; i++)
        ((int64_t *)ids)[i] = id_new();
    return NULL;
}

static int64_t ids[THREADS][PER_THREAD];

static void ids_rise_and_stay_exact_in_javascript(void **state)
{
    (void)state;
    int64_t before = 0;
    for (int i = 0; i < 10000; i++) {
        int64_t id = id_new();
        assert_true(id > before);
        assert_true(id < (INT64_C(1) << 53));
        before = id;
    }
}

static int compare(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static void threads_never_get_the_same_id(void **state)
{
    (void)state;
    pthread_t threads[THREADS];
    for (int i = 0; i < THREADS; i++)
        pthread_create(&threads[i], NULL, make, ids[i]);
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    qsort(ids, (size_t)THREADS * PER_THREAD, sizeof(int64_t), compare);
    const int64_t *all = &ids[0][0];
    for (int i = 1; i < THREADS * PER_THREAD; i++)
        assert_true(all[i - 1] < all[i]);
}

static void a_secret_is_url_safe_and_its_hash_is_sha256(void **state)
{
    (void)state;
    Arena *arena = arena_new();
    const char *secret = id_secret(arena, 32);
    assert_int_equal(strlen(secret), 43);
    assert_int_equal(strspn(secret, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"), 43);
    assert_string_not_equal(secret, id_secret(arena, 32));
    assert_string_equal(id_secret_hash(arena, "abc"),
                        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    arena_free(arena);
}

static void an_id_is_found_among_others_wherever_it_stands(void **state)
{
    static const int64_t SOME[] = { 30, 10, 20 };
    (void)state;
    assert_true(ids_has((Ids) { 3, SOME }, 30));
    assert_true(ids_has((Ids) { 3, SOME }, 20));
    assert_false(ids_has((Ids) { 2, SOME }, 20));
    assert_false(ids_has((Ids) { 0, NULL }, 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ids_rise_and_stay_exact_in_javascript),
        cmocka_unit_test(threads_never_get_the_same_id),
        cmocka_unit_test(a_secret_is_url_safe_and_its_hash_is_sha256),
        cmocka_unit_test(an_id_is_found_among_others_wherever_it_stands),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
