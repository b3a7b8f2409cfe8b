/* What a unit test includes first: cmocka with all that it needs, without its macro `fail`, which is our function. */
#ifndef BANSO_BASE_TEST_H
#define BANSO_BASE_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#undef fail

#endif
