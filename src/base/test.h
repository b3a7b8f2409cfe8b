/*
 * What a unit test includes first: cmocka with all that it needs, without its macro `fail`, which is our function;
 * fail_msg does the same work.
 *
 * Units, errors: none of its own.
 * Forgets a person: tests have none.
 */
#ifndef BANSO_BASE_TEST_H
#define BANSO_BASE_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#undef fail
#undef fail_msg
#define fail_msg(...) (print_error("ERROR: " __VA_ARGS__), print_error("\n"), _fail(__FILE__, __LINE__))

#endif
