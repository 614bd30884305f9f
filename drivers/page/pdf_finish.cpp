#include "drivers/page/pdf_finish.h"

#include <qpdf/qpdf-c.h>

#include <memory>

// The C door of qpdf: it keeps the library's exceptions inside, and its C++ headers do not pass
// every compiler that we build with.
namespace outpost::page {

namespace {

constexpr int structure_depth_max = 8;  // Document, Table, TR, TD and some air

struct Cleanup {
    void operator()(qpdf_data document) const { qpdf_cleanup(&document); }
};
using Document = std::unique_ptr<_qpdf_data, Cleanup>;

bool is_failed(qpdf_data document, QPDF_ERROR_CODE code) {
    return (code & QPDF_ERRORS) != 0 || qpdf_has_error(document) != QPDF_FALSE;
}

bool is_inner_node(const std::string& role) {
    return role == "/Document" || role == "/Table" || role == "/TR";
}

void set_text(qpdf_data document, qpdf_oh object, const char* key, const std::string& text) {
    qpdf_oh_replace_key(document, object, key, qpdf_oh_new_unicode_string(document, text.c_str()));
}

/// Walks structure elements in document order and writes each leaf's note.
class NoteWriter {
  public:
    NoteWriter(qpdf_data document, const std::vector<StructureNote>& notes)
        : document_(document), notes_(notes) {}

    bool write(qpdf_oh kids, int depth) {
        if (depth > structure_depth_max) return false;
        if (qpdf_oh_is_array(document_, kids) != QPDF_FALSE) {
            const int count = qpdf_oh_get_array_n_items(document_, kids);
            for (int k = 0; k < count; ++k)
                if (!write(qpdf_oh_get_array_item(document_, kids, k), depth)) return false;
            return true;
        }
        if (qpdf_oh_is_dictionary(document_, kids) == QPDF_FALSE) return true;  // marked content
        const qpdf_oh kind = qpdf_oh_get_key(document_, kids, "/S");
        if (qpdf_oh_is_name(document_, kind) == QPDF_FALSE) return true;
        const std::string role = qpdf_oh_get_name(document_, kind);
        if (is_inner_node(role)) return write(qpdf_oh_get_key(document_, kids, "/K"), depth + 1);
        if (next_ == notes_.size() || "/" + notes_[next_].role != role) return false;
        const auto& note = notes_[next_++];
        if (!note.language.empty()) set_text(document_, kids, "/Lang", note.language);
        if (!note.description.empty()) set_text(document_, kids, "/Alt", note.description);
        return true;
    }
    [[nodiscard]] bool is_done() const { return next_ == notes_.size(); }

  private:
    qpdf_data document_;
    const std::vector<StructureNote>& notes_;
    std::size_t next_ = 0;
};

void set_catalogue(qpdf_data document, qpdf_oh root, const std::string& language) {
    set_text(document, root, "/Lang", language);
    qpdf_oh_replace_key(document, root, "/MarkInfo", qpdf_oh_parse(document, "<< /Marked true >>"));
    // A viewer that shrinks the page to its margins would spoil the size of the modules.
    qpdf_oh_replace_key(document, root, "/ViewerPreferences",
                        qpdf_oh_parse(document, "<< /DisplayDocTitle true /PrintScaling /None >>"));
}

}  // namespace

Result<Bytes> finish_pdf(ByteView pdf, const std::string& language,
                         const std::vector<StructureNote>& notes) {
    const Error failure{Errc::Unavailable, 0, "cannot finish the PDF"};
    const Document owner(qpdf_init());
    qpdf_data document = owner.get();
    qpdf_set_suppress_warnings(document, QPDF_TRUE);
    qpdf_silence_errors(document);
    qpdf_set_attempt_recovery(document, QPDF_FALSE);
    if (is_failed(document,
                  qpdf_read_memory(document, "page", as_text(pdf).data(), pdf.size(), nullptr)))
        return failure;
    const qpdf_oh root = qpdf_get_root(document);
    set_catalogue(document, root, language);
    const qpdf_oh structure = qpdf_oh_get_key(document, root, "/StructTreeRoot");
    NoteWriter writer(document, notes);
    if (qpdf_oh_is_dictionary(document, structure) != QPDF_FALSE &&
        !writer.write(qpdf_oh_get_key(document, structure, "/K"), 0))
        return Error{Errc::BadSyntax, 0, "structure of the page"};
    if (!writer.is_done()) return Error{Errc::BadSyntax, 0, "structure of the page"};

    if (is_failed(document, qpdf_init_write_memory(document))) return failure;
    qpdf_set_stream_data_mode(document, qpdf_s_preserve);
    qpdf_set_object_stream_mode(document, qpdf_o_disable);
    qpdf_set_deterministic_ID(document, QPDF_TRUE);
    if (is_failed(document, qpdf_write(document))) return failure;
    const ByteView written(qpdf_get_buffer(document), qpdf_get_buffer_length(document));
    if (written.empty()) return failure;
    return to_bytes(written);
}

}  // namespace outpost::page
