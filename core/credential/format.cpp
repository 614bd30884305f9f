// Names of the formats.
#include "core/credential/format.h"

namespace outpost::credential {

std::string_view format_name(Format format) {
    switch (format) {
        case Format::None:
            return "none";
        case Format::Divoc:
            return "divoc";
        case Format::W3cVc:
            return "w3c-vc";
        case Format::EuDcc:
            return "eu-dcc";
        case Format::Shc:
            return "shc";
        case Format::VdsNc:
            return "vds-nc";
    }
    return "none";
}

}  // namespace outpost::credential
