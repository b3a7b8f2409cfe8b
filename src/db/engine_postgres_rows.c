/*
 * Values on their way to PostgreSQL and rows on their way back. Parameters travel as text, except for bytes; results
 * come in binary and are decoded here, NUMERIC included, because SUM(bigint) is one. A column that does not fit the
 * type in its signature fails the statement.
 */
#include "db/engine_postgres.h"

#include <arpa/inet.h>
#include <endian.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

/* PostgreSQL's own numbers of its types (pg_type.dat), which never change. */
enum {
    OID_BOOL = 16,
    OID_BYTEA = 17,
    OID_NAME = 19,
    OID_INT8 = 20,
    OID_INT2 = 21,
    OID_INT4 = 23,
    OID_TEXT = 25,
    OID_JSON = 114,
    OID_FLOAT4 = 700,
    OID_FLOAT8 = 701,
    OID_UNKNOWN = 705,
    OID_INT8_ARRAY = 1016,
    OID_TEXT_ARRAY = 1009,
    OID_BPCHAR = 1042,
    OID_VARCHAR = 1043,
    OID_NUMERIC = 1700,
    OID_JSONB = 3802
};

/* ---- parameters ---------------------------------------------------------------------------------------------------
 */

static const Oid TYPE_OIDS[] = {
    [FIELD_ID] = OID_INT8,          [FIELD_INT] = OID_INT8, [FIELD_REAL] = OID_FLOAT8, [FIELD_FLAG] = OID_INT8,
    [FIELD_TEXT] = OID_TEXT,        [FIELD_DAY] = OID_INT8, [FIELD_TIME] = OID_INT8,   [FIELD_JSON] = OID_TEXT,
    [FIELD_BYTES] = OID_BYTEA,      [FIELD_OBJECT] = 0,     [FIELD_LIST] = 0,          [FIELD_IDS] = OID_INT8_ARRAY,
    [FIELD_TEXTS] = OID_TEXT_ARRAY,
};

uint32_t pg_type_of(FieldType type)
{
    return TYPE_OIDS[type];
}

static const char *value_text(Arena *arena, const DbValue *value, char number[32])
{
    switch (value->type) {
    case FIELD_TEXT:
    case FIELD_JSON:
        return value->text;
    case FIELD_BYTES:
        return (const char *)value->bytes.data;
    case FIELD_IDS:
    case FIELD_TEXTS:
        return list_text(arena, value, DB_POSTGRES);
    case FIELD_REAL:
        snprintf(number, 32, "%.17g", value->real);
        return number;
    default:
        snprintf(number, 32, "%lld", (long long)value->integer);
        return number;
    }
}

void pg_values(Arena *arena, const DbValue *values, int count, PgValues *out)
{
    if (count > COLUMNS_MAX)
        bug("a statement with %d parameters", count);
    for (int i = 0; i < count; i++) {
        out->types[i] = TYPE_OIDS[values[i].type];
        out->formats[i] = values[i].type == FIELD_BYTES;
        out->sizes[i] = (int)values[i].bytes.size;
        out->texts[i] = values[i].known ? value_text(arena, &values[i], out->numbers[i]) : NULL;
    }
}

/* ---- columns ------------------------------------------------------------------------------------------------------
 */

static int64_t big_endian(const char *bytes, int size)
{
    int64_t value = (signed char)bytes[0];
    for (int i = 1; i < size; i++)
        value = (int64_t)((uint64_t)value << 8 | (unsigned char)bytes[i]);
    return value;
}

static double real_of(const char *bytes, int size)
{
    double real;
    float small;
    uint64_t bits = (uint64_t)big_endian(bytes, size);
    uint32_t small_bits = (uint32_t)bits;
    if (size == 8) {
        memcpy(&real, &bits, sizeof real);
        return real;
    }
    memcpy(&small, &small_bits, sizeof small);
    return small;
}

/* SUM(bigint) and AVG are NUMERIC: count of digits, weight, sign, scale, then digits to the base 10,000. */
typedef struct {
    int count, weight;
    bool negative, number;
    const char *digits;
} Numeric;

static Numeric numeric_of(const char *bytes)
{
    int sign = (int)big_endian(bytes + 4, 2) & 0xffff;
    return (Numeric) { (int)big_endian(bytes, 2), (int)big_endian(bytes + 2, 2), sign == 0x4000,
                       sign == 0 || sign == 0x4000, bytes + 8 };
}

static bool numeric_integer(const char *bytes, int64_t *integer)
{
    Numeric numeric = numeric_of(bytes);
    __int128 value = 0;
    *integer = 0;
    if (numeric.count == 0)
        return numeric.number;
    if (!numeric.number || numeric.weight > 4 || numeric.count > numeric.weight + 1)
        return false;
    for (int i = 0; i <= numeric.weight; i++)
        value = value * 10000 + (i < numeric.count ? big_endian(numeric.digits + 2 * i, 2) : 0);
    if (value > INT64_MAX)
        return false;
    *integer = numeric.negative ? -(int64_t)value : (int64_t)value;
    return true;
}

static bool numeric_real(const char *bytes, double *real)
{
    Numeric numeric = numeric_of(bytes);
    double value = 0;
    for (int i = 0; i < numeric.count; i++)
        value += (double)big_endian(numeric.digits + 2 * i, 2) * pow(10000, numeric.weight - i);
    *real = numeric.negative ? -value : value;
    return numeric.number;
}

static bool read_integer(Oid type, const char *bytes, int size, int64_t *integer)
{
    switch (type) {
    case OID_INT8:
    case OID_INT4:
    case OID_INT2:
    case OID_BOOL:
        *integer = big_endian(bytes, size);
        return true;
    case OID_NUMERIC:
        return numeric_integer(bytes, integer);
    case OID_FLOAT8:
    case OID_FLOAT4:
        return whole_number(real_of(bytes, size), integer);
    default:
        return false;
    }
}

static bool read_real(Oid type, const char *bytes, int size, double *real)
{
    int64_t integer;
    if (type == OID_FLOAT8 || type == OID_FLOAT4) {
        *real = real_of(bytes, size);
        return true;
    }
    if (type == OID_NUMERIC)
        return numeric_real(bytes, real);
    if (!read_integer(type, bytes, size, &integer))
        return false;
    *real = (double)integer;
    return true;
}

static bool read_text(Oid type, const char *bytes, const char **text)
{
    static const Oid TEXTS[] = { OID_TEXT, OID_VARCHAR, OID_BPCHAR, OID_NAME, OID_UNKNOWN, OID_JSON };
    *text = bytes + (type == OID_JSONB); /* which begins with its version */
    for (size_t i = 0; i < sizeof TEXTS / sizeof *TEXTS; i++)
        if (TEXTS[i] == type)
            return true;
    return type == OID_JSONB;
}

static bool read_column(const PGresult *result, int row, int i, DbValue *column)
{
    Oid type = PQftype(result, i);
    const char *bytes = PQgetvalue(result, row, i);
    int size = PQgetlength(result, row, i);
    if (!column->known)
        return true;
    switch (column->type) {
    case FIELD_REAL:
        return read_real(type, bytes, size, &column->real);
    case FIELD_TEXT:
    case FIELD_JSON:
        return read_text(type, bytes, &column->text);
    case FIELD_BYTES:
        column->bytes = (Bytes) { (const uint8_t *)bytes, (size_t)size };
        return type == OID_BYTEA;
    default:
        return read_integer(type, bytes, size, &column->integer);
    }
}

static bool read_row(const PGresult *result, int row, const Shape *shape, DbValue *columns, Error *error)
{
    for (int i = 0; shape->fields[i].type != FIELD_END; i++) {
        columns[i] = (DbValue) { .type = shape->fields[i].type, .known = !PQgetisnull(result, row, i) };
        if (!read_column(result, row, i, &columns[i]))
            return fail(error, ERROR_INTERNAL, NULL, "%s.%s: the database holds another type (%u)", shape->name,
                        shape->fields[i].name, PQftype(result, i));
    }
    return true;
}

bool pg_rows(const PGresult *result, Sink *sink, const char *name, Error *error)
{
    DbValue columns[COLUMNS_MAX];
    if (PQnfields(result) != shape_width(sink->shape))
        return fail(error, ERROR_INTERNAL, NULL, "%s: its signature has %d columns, its SQL %d", name,
                    shape_width(sink->shape), PQnfields(result));
    for (int row = 0; row < PQntuples(result) && !sink->enough; row++) {
        if (!read_row(result, row, sink->shape, columns, error))
            return false;
        if (!sink->take(columns, sink->context, error)) {
            sink->stopped = true;
            return false;
        }
    }
    return true;
}
