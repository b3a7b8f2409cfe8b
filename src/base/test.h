/*
 * What a unit test includes first: cmocka with all that it needs, without its macro `fail`, which is our function;
 * fail_msg does the same work. And the one bound of all waits: it means "hung", and no test says how long something
 * took (what is timed is in bench/).
 *
 * Units: seconds.
 * Errors: none of its own.
 * Forgets a person: tests have none.
 */
#ifndef BANSO_BASE_TEST_H
#define BANSO_BASE_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { HUNG_SECONDS = 180 };

#undef fail
#undef fail_msg
#define fail_msg(...) (print_error("ERROR: " __VA_ARGS__), print_error("\n"), _fail(__FILE__, __LINE__))

#endif
