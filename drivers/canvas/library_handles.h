// Owners of the C libraries' objects that a screen is painted with.
#pragma once

#include <cairo.h>
#include <glib-object.h>

#include <memory>

namespace outpost::canvas {

struct Destroy {
    void operator()(cairo_t* cr) const { cairo_destroy(cr); }
    void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
};
using Drawing = std::unique_ptr<cairo_t, Destroy>;
using Surface = std::unique_ptr<cairo_surface_t, Destroy>;

struct Unref {
    void operator()(gpointer object) const { g_object_unref(object); }
};
template <typename T>
using GObjectOf = std::unique_ptr<T, Unref>;

}  // namespace outpost::canvas
