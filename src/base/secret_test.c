#include "base/secret.h"
#include "base/test.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char folder[] = "/tmp/banso-secret-XXXXXX";
static char path[64];

static int folder_make(void **state)
{
    (void)state;
    strcpy(folder + sizeof folder - 7, "XXXXXX");
    if (!mkdtemp(folder))
        return -1;
    snprintf(path, sizeof path, "%s/key", folder);
    return 0;
}

static int folder_remove(void **state)
{
    (void)state;
    unlink(path);
    return rmdir(folder);
}

static void a_secret_is_made_once_and_read_again(void **state)
{
    unsigned char first[SECRET_SIZE], again[SECRET_SIZE];
    Error error = { 0 };
    (void)state;
    assert_true(secret_file(path, first, &error));
    assert_true(secret_file(path, again, &error));
    assert_memory_equal(first, again, SECRET_SIZE);
}

/* The rest of a file that was cut off may be all that is left: nothing overwrites it. */
static void a_secret_that_is_cut_off_is_refused_and_stays(void **state)
{
    unsigned char secret[SECRET_SIZE];
    char left[SECRET_SIZE] = { 0 };
    Error error = { 0 };
    (void)state;
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    assert_int_equal(write(fd, "half of it", 10), 10);
    assert_false(secret_file(path, secret, &error));
    assert_int_equal(error.kind, ERROR_INPUT);
    assert_non_null(strstr(error.text, path));
    assert_int_equal(pread(fd, left, sizeof left, 0), 10);
    assert_memory_equal(left, "half of it", 10);
    close(fd);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_secret_is_made_once_and_read_again, folder_make, folder_remove),
        cmocka_unit_test_setup_teardown(a_secret_that_is_cut_off_is_refused_and_stays, folder_make, folder_remove),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
