// Owners of the C libraries' objects that a page is drawn with.
#pragma once

#include <cairo.h>
#include <glib-object.h>

#include <memory>

namespace outpost::page {

struct Destroy {
    void operator()(cairo_t* cr) const { cairo_destroy(cr); }
    void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
    void operator()(cairo_pattern_t* pattern) const { cairo_pattern_destroy(pattern); }
    void operator()(cairo_font_options_t* options) const { cairo_font_options_destroy(options); }
};
using Drawing = std::unique_ptr<cairo_t, Destroy>;
using Surface = std::unique_ptr<cairo_surface_t, Destroy>;
using Pattern = std::unique_ptr<cairo_pattern_t, Destroy>;
using FontOptions = std::unique_ptr<cairo_font_options_t, Destroy>;

struct Unref {
    void operator()(gpointer object) const { g_object_unref(object); }
};
template <typename T>
using GObjectOf = std::unique_ptr<T, Unref>;

inline constexpr double points_per_mm = 72 / 25.4;

}  // namespace outpost::page
