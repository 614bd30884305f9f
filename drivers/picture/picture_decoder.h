// The seam between this program and the plug-in that holds the picture codecs.
#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/ports/frame.h"

#include <string>

namespace outpost {

/// Turns one PNG or JPEG, whose size the caller has checked, into grey pixels.
class PictureDecoder {
  public:
    virtual ~PictureDecoder() = default;
    /// `has_transparency`: see-through pixels are laid on white.
    /// @error BadSyntax (damaged), Unsupported
    virtual Result<Frame> decode(ByteView content, bool has_transparency) = 0;
};

/// What the plug-in exports under the name in picture_plugin_entry; the object lives as long as the
/// process.
using PicturePluginEntry = PictureDecoder* (*)();
inline constexpr const char* picture_plugin_entry = "outpost_picture_decoder_1";
inline constexpr const char* picture_plugin_file = "outpost-picture.so";

/// The folder that plug-ins are loaded from: ../lib/outpost seen from the running program.
std::string default_plugin_folder();

/// Loads the plug-in (once; later calls are cheap). It stays loaded.
/// @error Unavailable
Result<PictureDecoder*> load_picture_decoder(const std::string& plugin_folder);

}  // namespace outpost
