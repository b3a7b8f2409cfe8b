#include "base/test_arena.h"
#include "mime/mail.h"
#include "mime/tnef.h"

#include <sodium.h>
#include <string.h>

/* ---- writing a winmail.dat ----------------------------------------------------------------------------------------
 */

static void number_to(Text *out, uint32_t value, int size)
{
    for (int i = 0; i < size; i++)
        text_char(out, (char)(value >> (8 * i) & 0xFF));
}

static void record_to(Text *out, int level, uint32_t attribute, const char *data, size_t size)
{
    number_to(out, (uint32_t)level, 1);
    number_to(out, attribute, 4);
    number_to(out, (uint32_t)size, 4);
    text_add_n(out, data, size);
    number_to(out, 0, 2);
}

/* A list with the one property PR_ATTACH_LONG_FILENAME, as UTF-16. */
static Text long_name(const char *units, size_t size)
{
    Text out = text_new(arena);
    number_to(&out, 1, 4);
    number_to(&out, 0x1F, 2);
    number_to(&out, 0x3707, 2);
    number_to(&out, 1, 4);
    number_to(&out, (uint32_t)size, 4);
    text_add_n(&out, units, size);
    number_to(&out, 0, (4 - (int)(size % 4)) % 4);
    return out;
}

static Text winmail(void)
{
    Text out = text_new(arena);
    number_to(&out, 0x223E9F78, 4);
    number_to(&out, 1, 2);
    record_to(&out, 1, 0x2800C, "the text", 9);
    record_to(&out, 2, 0x69002, "\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 14);
    record_to(&out, 2, 0x18010, "SHORT~1.PDF", 12);
    record_to(&out, 2, 0x6800F, "content", 7);
    Text name = long_name("a\0B\x30.\0p\0d\0f\0", 12); /* aあ.pdf without its last sign */
    record_to(&out, 2, 0x69005, text_string(&name), name.size);
    return out;
}

static void files_have_their_long_names(void **state)
{
    (void)state;
    Tnef tnef;
    Text bytes = winmail();
    assert_true(tnef_read(arena, (Bytes) { (const uint8_t *)bytes.data, bytes.size }, &tnef));
    assert_int_equal(tnef.files.count, 1);
    const TnefFile *files = tnef.files.items;
    assert_string_equal(files[0].name, "aあ.pdf");
    assert_int_equal(files[0].bytes.size, 7);
    assert_memory_equal(files[0].bytes.data, "content", 7);
    assert_string_equal(tnef.text, "the text");
}

static void every_cut_of_the_bytes_is_survived(void **state)
{
    (void)state;
    Tnef tnef;
    Text bytes = winmail();
    for (size_t size = 0; size < bytes.size; size++) {
        uint8_t *copy = arena_raw(arena, size + 1); /* of its own, so that a read behind it is seen */
        memcpy(copy, bytes.data, size);
        tnef_read(arena, (Bytes) { copy, size }, &tnef);
    }
}

static void a_size_that_lies_is_not_believed(void **state)
{
    (void)state;
    Tnef tnef;
    Text bytes = text_new(arena);
    number_to(&bytes, 0x223E9F78, 4);
    number_to(&bytes, 1, 2);
    number_to(&bytes, 2, 1);
    number_to(&bytes, 0x6800F, 4);
    number_to(&bytes, 0xFFFFFFFF, 4);
    text_add(&bytes, "xxxxxxxx");
    assert_false(tnef_read(arena, (Bytes) { (const uint8_t *)bytes.data, bytes.size }, &tnef));
    assert_false(tnef_read(arena, (Bytes) { (const uint8_t *)"no tnef", 7 }, &tnef));
}

static Mail mail_around(const char *before, const char *bytes, size_t size, const MailReading *reading)
{
    Mail mail;
    char *encoded = arena_raw(arena, sodium_base64_ENCODED_LEN(size, sodium_base64_VARIANT_ORIGINAL));
    sodium_bin2base64(encoded, sodium_base64_ENCODED_LEN(size, sodium_base64_VARIANT_ORIGINAL), (const uint8_t *)bytes,
                      size, sodium_base64_VARIANT_ORIGINAL);
    const char *text = arena_format(
        arena,
        "Subject: x\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\n%s\n--b\n"
        "Content-Type: application/ms-tnef; name=winmail.dat\nContent-Transfer-Encoding: base64\n\n%s\n--b--\n",
        before, encoded);
    mail_read(arena, (Bytes) { (const uint8_t *)text, strlen(text) }, reading, &mail);
    return mail;
}

static Mail mail_with(const char *bytes, size_t size)
{
    return mail_around("hello", bytes, size, &MAIL_READING);
}

static void a_winmail_dat_gives_way_to_its_files(void **state)
{
    (void)state;
    Text bytes = winmail();
    Mail mail = mail_with(bytes.data, bytes.size);
    assert_int_equal(mail.files.count, 1);
    const MailFile *files = mail.files.items;
    assert_string_equal(files[0].name, "aあ.pdf");
    assert_true(files[0].unpacked);
    assert_string_equal(mail.text, "hello");
}

static void its_text_is_cut_where_any_text_is(void **state)
{
    (void)state;
    Text bytes = winmail();
    MailReading reading = MAIL_READING;
    Mail mail = mail_around("", bytes.data, bytes.size, &reading);
    assert_string_equal(mail.text, "the text");
    assert_false(mail.text_cut);
    reading.text = 5;
    mail = mail_around("", bytes.data, bytes.size, &reading);
    assert_string_equal(mail.text, "the t");
    assert_true(mail.text_cut);
}

static void a_damaged_winmail_dat_stays_a_file(void **state)
{
    (void)state;
    Mail mail = mail_with("damaged", 7);
    const MailFile *files = mail.files.items;
    assert_int_equal(mail.files.count, 1);
    assert_string_equal(files[0].name, "winmail.dat");
    assert_false(files[0].unpacked);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_have_their_long_names),       cmocka_unit_test(every_cut_of_the_bytes_is_survived),
        cmocka_unit_test(a_size_that_lies_is_not_believed),  cmocka_unit_test(a_winmail_dat_gives_way_to_its_files),
        cmocka_unit_test(its_text_is_cut_where_any_text_is), cmocka_unit_test(a_damaged_winmail_dat_stays_a_file),
    };
    return cmocka_run_group_tests(tests, arena_set_up, arena_tear_down);
}
