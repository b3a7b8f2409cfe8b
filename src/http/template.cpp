/* Mustache behind template.h: the tree of JSON becomes the library's, and pieces of the page go straight into the text.
 */
#define _Noreturn [[noreturn]] /* the headers are C17 */
extern "C" {
#include "base/json.h"
}
#include "http/template.h"

#include <kainjow/mustache.hpp>
#include <new>
#include <string>

using kainjow::mustache::data;
using kainjow::mustache::mustache;

namespace
{

/* The library shows a section for an empty text, so that is false here; shown, false is nothing. */
data data_of(Arena *arena, const Json *json)
{
    const char *text;
    bool flag;
    if (json_is_null(json))
        return data { false };
    if (json_text_value(json, &text))
        return *text ? data { std::string(text) } : data { false };
    if (json_flag_value(json, &flag))
        return data { flag };
    if (!json_is_object(json) && !json_is_array(json))
        return data { std::string(json_print(arena, json)) };
    data made { json_is_object(json) ? data::type::object : data::type::list };
    for (const Json *child = json_first(json); child; child = json_next(child)) {
        if (made.is_object())
            made.set(json_key(child), data_of(arena, child));
        else
            made.push_back(data_of(arena, child));
    }
    return made;
}

/* How a value becomes part of the text. */
using Escape = std::string (*)(const std::string &);

bool render(const Template *from, const Json *values, size_t most, Escape escape, Text *out, Error *error)
{
    size_t before = out->size;
    bool fits = true;
    try {
        mustache page { std::string(from->text) };
        if (!page.is_valid())
            return fail(error, ERROR_INTERNAL, nullptr, "template %s: %s", from->name, page.error_message().c_str());
        if (escape)
            page.set_custom_escape(escape);
        page.render(data_of(out->arena, values), [&](const std::string &piece) {
            fits = fits && piece.size() <= most && out->size - before <= most - piece.size();
            if (fits)
                text_add_n(out, piece.data(), piece.size());
        });
    } catch (const std::bad_alloc &) {
        return fail(error, ERROR_BUSY, nullptr, "the server is short of memory; try again soon");
    } catch (const std::exception &trouble) {
        return fail(error, ERROR_INTERNAL, nullptr, "template %s: %s", from->name, trouble.what());
    }
    return fits || fail(error, ERROR_INTERNAL, nullptr, "template %s: more than %zu bytes", from->name, most);
}

std::string as_it_is(const std::string &value)
{
    return value;
}

} // namespace

bool template_render(const Template *from, const Json *values, size_t most, Text *out, Error *error)
{
    return render(from, values, most, nullptr, out, error);
}

bool template_fill(const Template *from, const Json *values, size_t most, Text *out, Error *error)
{
    return render(from, values, most, as_it_is, out, error);
}
