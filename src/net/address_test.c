/* Addresses that no URL may lead to, by range: the ends of each, in all the forms that IPv6 has for them. */
#include "base/test.h"

#include "net/address.h"

#include <arpa/inet.h>
#include <string.h>

/* Lists of one verdict each, NULL-ended. */
static const char *const UNSPECIFIED[] = {
    "0.0.0.0",
    "0.0.0.1",
    "0.0.0.7",
    "0.128.0.0",
    "0.255.255.254",
    "0.255.255.255",
    "::ffff:0.0.0.1",
    "::ffff:0.255.255.254",
    "::",
    NULL,
};
static const char *const TRANSLATED[] = {
    "2002:0:3::1",
    "64:ff9b::0.0.0.3",
    "2002:a00:3::1",
    "64:ff9b::10.0.0.3",
    "2002:6440:3::1",
    "64:ff9b::100.64.0.3",
    "2002:7f00:3::1",
    "64:ff9b::127.0.0.3",
    "2002:a9fe:3::1",
    "64:ff9b::169.254.0.3",
    "2002:ac10:3::1",
    "64:ff9b::172.16.0.3",
    "2002:c000:3::1",
    "64:ff9b::192.0.0.3",
    "2002:c000:203::1",
    "64:ff9b::192.0.2.3",
    "192.88.99.0",
    "192.88.99.1",
    "192.88.99.7",
    "192.88.99.128",
    "192.88.99.254",
    "192.88.99.255",
    "::ffff:192.88.99.1",
    "::ffff:192.88.99.254",
    "2002:c058:6303::1",
    "64:ff9b::192.88.99.3",
    "2002:c0a8:3::1",
    "64:ff9b::192.168.0.3",
    "2002:c612:3::1",
    "64:ff9b::198.18.0.3",
    "2002:c633:6403::1",
    "64:ff9b::198.51.100.3",
    "2002:cb00:7103::1",
    "64:ff9b::203.0.113.3",
    "2002:e000:3::1",
    "64:ff9b::224.0.0.3",
    "2002:f000:3::1",
    "64:ff9b::240.0.0.3",
    "64:ff9b::",
    "64:ff9b::1",
    "64:ff9b::8000:0",
    "64:ff9b::ffff:ffff",
    "64:ff9b:1::",
    "64:ff9b:1::1",
    "64:ff9b:1:8000::",
    "64:ff9b:1:ffff:ffff:ffff:ffff:ffff",
    "2001::",
    "2001::1",
    "2001:100::",
    "2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff",
    "2002::",
    "2002::1",
    "2002:8000::",
    "2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
    NULL,
};
static const char *const PRIVATE[] = {
    "10.0.0.0",
    "10.0.0.1",
    "10.0.0.7",
    "10.128.0.0",
    "10.255.255.254",
    "10.255.255.255",
    "::ffff:10.0.0.1",
    "::ffff:10.255.255.254",
    "172.16.0.0",
    "172.16.0.1",
    "172.16.0.7",
    "172.24.0.0",
    "172.31.255.254",
    "172.31.255.255",
    "::ffff:172.16.0.1",
    "::ffff:172.31.255.254",
    "192.168.0.0",
    "192.168.0.1",
    "192.168.0.7",
    "192.168.128.0",
    "192.168.255.254",
    "192.168.255.255",
    "::ffff:192.168.0.1",
    "::ffff:192.168.255.254",
    "fc00::",
    "fc00::1",
    "fd00::",
    "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
    "fec0::",
    "fec0::1",
    "fee0::",
    "feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
    "fd00:ec2::254",
    NULL,
};
static const char *const SHARED[] = {
    "100.64.0.0",        "100.64.0.1",
    "100.64.0.7",        "100.96.0.0",
    "100.127.255.254",   "100.127.255.255",
    "::ffff:100.64.0.1", "::ffff:100.127.255.254",
    "100.100.100.200",   NULL,
};
static const char *const LOOPBACK[] = {
    "127.0.0.0",
    "127.0.0.1",
    "127.0.0.7",
    "127.128.0.0",
    "127.255.255.254",
    "127.255.255.255",
    "::ffff:127.0.0.1",
    "::ffff:127.255.255.254",
    "::1",
    NULL,
};
static const char *const LINK_LOCAL[] = {
    "169.254.0.0",
    "169.254.0.1",
    "169.254.0.7",
    "169.254.128.0",
    "169.254.255.254",
    "169.254.255.255",
    "::ffff:169.254.0.1",
    "::ffff:169.254.255.254",
    "fe80::",
    "fe80::1",
    "fea0::",
    "febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
    "169.254.169.254",
    NULL,
};
static const char *const RESERVED[] = {
    "192.0.0.0",
    "192.0.0.1",
    "192.0.0.7",
    "192.0.0.128",
    "192.0.0.254",
    "192.0.0.255",
    "::ffff:192.0.0.1",
    "::ffff:192.0.0.254",
    "192.0.2.0",
    "192.0.2.1",
    "192.0.2.7",
    "192.0.2.128",
    "192.0.2.254",
    "192.0.2.255",
    "::ffff:192.0.2.1",
    "::ffff:192.0.2.254",
    "198.18.0.0",
    "198.18.0.1",
    "198.18.0.7",
    "198.19.0.0",
    "198.19.255.254",
    "198.19.255.255",
    "::ffff:198.18.0.1",
    "::ffff:198.19.255.254",
    "198.51.100.0",
    "198.51.100.1",
    "198.51.100.7",
    "198.51.100.128",
    "198.51.100.254",
    "198.51.100.255",
    "::ffff:198.51.100.1",
    "::ffff:198.51.100.254",
    "203.0.113.0",
    "203.0.113.1",
    "203.0.113.7",
    "203.0.113.128",
    "203.0.113.254",
    "203.0.113.255",
    "::ffff:203.0.113.1",
    "::ffff:203.0.113.254",
    "240.0.0.0",
    "240.0.0.1",
    "240.0.0.7",
    "248.0.0.0",
    "255.255.255.254",
    "255.255.255.255",
    "::ffff:240.0.0.1",
    "::ffff:255.255.255.254",
    "2001:db8::",
    "2001:db8::1",
    "2001:db8:8000::",
    "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff",
    "3fff::",
    "3fff::1",
    "3fff:800::",
    "3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff",
    "100::",
    "100::1",
    "100::8000:0:0:0",
    "100::ffff:ffff:ffff:ffff",
    "4000::",
    "4000::1",
    "5000::",
    "5fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
    "5f00::",
    "5f00::1",
    "5f00:8000::",
    "5f00:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
    "::2",
    "::127.0.0.1",
    "192.0.0.192",
    NULL,
};
static const char *const MULTICAST[] = {
    "224.0.0.0",
    "224.0.0.1",
    "224.0.0.7",
    "232.0.0.0",
    "239.255.255.254",
    "239.255.255.255",
    "::ffff:224.0.0.1",
    "::ffff:239.255.255.254",
    "ff00::",
    "ff00::1",
    "ff80::",
    "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
    NULL,
};
static const char *const PUBLIC[] = {
    "1.0.0.0",
    "9.255.255.255",
    "11.0.0.0",
    "100.63.255.255",
    "100.128.0.0",
    "126.255.255.255",
    "128.0.0.0",
    "169.253.255.255",
    "169.255.0.0",
    "172.15.255.255",
    "172.32.0.0",
    "191.255.255.255",
    "192.0.1.0",
    "192.0.1.255",
    "192.0.3.0",
    "192.88.98.255",
    "192.88.100.0",
    "192.167.255.255",
    "192.169.0.0",
    "198.17.255.255",
    "198.20.0.0",
    "198.51.99.255",
    "198.51.101.0",
    "203.0.112.255",
    "203.0.114.0",
    "223.255.255.255",
    "1.1.1.1",
    "8.8.8.8",
    "93.184.215.14",
    "::ffff:8.8.8.8",
    "2606:4700:4700::1111",
    "2a00:1450:4001:81b::200e",
    "2400:cb00::1",
    "2001:4860:4860::8888",
    "2003::1",
    "3ffe::1",
    "2001:200::1",
    "2620:fe::fe",
    NULL,
};

static const struct {
    const char *what;
    const char *const *addresses;
} REFUSED[] = {
    { "an unspecified address", UNSPECIFIED }, { "a translated address", TRANSLATED },
    { "a private address", PRIVATE },          { "an address behind a provider's NAT", SHARED },
    { "a loopback address", LOOPBACK },        { "a link-local address", LINK_LOCAL },
    { "a reserved address", RESERVED },        { "a multicast address", MULTICAST },
};

static void each_end_of_each_range_is_refused_in_every_form(void **state)
{
    int count = 0;
    (void)state;
    for (size_t i = 0; i < sizeof REFUSED / sizeof *REFUSED; i++)
        for (const char *const *at = REFUSED[i].addresses; *at; at++, count++) {
            const char *what = address_text_refused(*at, NULL);
            if (!what || strcmp(what, REFUSED[i].what) != 0)
                fail_msg("%s: %s, not %s", *at, what ? what : "reached", REFUSED[i].what);
        }
    assert_true(count >= 200);
}

static void what_lies_beside_the_ranges_is_reached(void **state)
{
    (void)state;
    for (const char *const *at = PUBLIC; *at; at++)
        if (address_text_refused(*at, NULL))
            fail_msg("%s: %s", *at, address_text_refused(*at, NULL));
}

static void what_the_operator_allows_is_reached_and_nothing_beside_it(void **state)
{
    static const char *const ALLOWED[] = { "10.1.0.0/16", "127.0.0.1", "fd00:1::/32", NULL };
    (void)state;
    assert_null(address_text_refused("10.1.2.3", ALLOWED));
    assert_null(address_text_refused("::ffff:10.1.2.3", ALLOWED));
    assert_null(address_text_refused("127.0.0.1", ALLOWED));
    assert_null(address_text_refused("fd00:1::7", ALLOWED));
    assert_non_null(address_text_refused("10.2.0.1", ALLOWED));
    assert_non_null(address_text_refused("127.0.0.2", ALLOWED));
    assert_non_null(address_text_refused("fd00:2::7", ALLOWED));
    assert_non_null(address_text_refused("::1", ALLOWED));
}

static void a_socket_address_is_judged_like_its_text(void **state)
{
    struct sockaddr_in four = { .sin_family = AF_INET };
    struct sockaddr_in6 six = { .sin6_family = AF_INET6 };
    struct sockaddr other = { .sa_family = AF_UNIX };
    (void)state;
    assert_int_equal(inet_pton(AF_INET, "127.0.0.1", &four.sin_addr), 1);
    assert_non_null(address_refused((struct sockaddr *)&four, NULL));
    assert_int_equal(inet_pton(AF_INET, "8.8.8.8", &four.sin_addr), 1);
    assert_null(address_refused((struct sockaddr *)&four, NULL));
    assert_int_equal(inet_pton(AF_INET6, "::ffff:10.0.0.1", &six.sin6_addr), 1);
    assert_non_null(address_refused((struct sockaddr *)&six, NULL));
    assert_non_null(address_refused(&other, NULL));
}

static void a_text_that_is_no_address_is_not_reached(void **state)
{
    static const char *const NONE[] = { "", "1.2.3", "01.2.3.4", "1.2.3.4.5", "example.com", "::g", NULL };
    (void)state;
    for (const char *const *at = NONE; *at; at++)
        assert_string_equal(address_text_refused(*at, NULL), "not an address");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_end_of_each_range_is_refused_in_every_form),
        cmocka_unit_test(what_lies_beside_the_ranges_is_reached),
        cmocka_unit_test(what_the_operator_allows_is_reached_and_nothing_beside_it),
        cmocka_unit_test(a_socket_address_is_judged_like_its_text),
        cmocka_unit_test(a_text_that_is_no_address_is_not_reached),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
