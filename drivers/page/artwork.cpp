#include "drivers/page/artwork.h"

#include "core/base/bytes.h"

namespace outpost::page {

namespace {

struct ClearError {
    void operator()(GError* error) const { g_error_free(error); }
};

}  // namespace

Result<RsvgHandle*> ArtworkStore::handle_of(const std::string& svg) {
    const auto known = handles_.find(svg);
    if (known != handles_.end()) return known->second.get();
    GError* error = nullptr;
    GObjectOf<RsvgHandle> handle(
        rsvg_handle_new_from_data(as_bytes(svg).data(), svg.size(), &error));
    const std::unique_ptr<GError, ClearError> owner(error);
    if (handle == nullptr) return Error{Errc::BadSyntax, 0, "page artwork"};
    rsvg_handle_set_dpi(handle.get(), 72);  // else a page in mm comes back 1.25 times too large
    if (handles_.size() >= artworks_kept_max) handles_.clear();
    return handles_.emplace(svg, std::move(handle)).first->second.get();
}

Result<void> ArtworkStore::draw(cairo_t* cr, const std::string& svg, double width_pt,
                                double height_pt) {
    OUTPOST_TRY(auto* const handle, handle_of(svg));
    const RsvgRectangle page{0, 0, width_pt, height_pt};
    GError* error = nullptr;
    const bool is_drawn = rsvg_handle_render_document(handle, cr, &page, &error) != FALSE;
    const std::unique_ptr<GError, ClearError> owner(error);
    if (!is_drawn) return Error{Errc::BadSyntax, 0, "page artwork"};
    return {};
}

}  // namespace outpost::page
