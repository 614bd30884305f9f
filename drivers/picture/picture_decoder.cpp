// Loads the plug-in that holds the picture codecs.
#include "drivers/picture/picture_decoder.h"

#include <dlfcn.h>

#include <array>
#include <bit>
#include <filesystem>
#include <system_error>

namespace outpost {

std::string default_plugin_folder() {
    std::error_code failure;
    const auto program = std::filesystem::read_symlink("/proc/self/exe", failure);
    if (failure) return {};
    return (program.parent_path().parent_path() / "lib" / "outpost").string();
}

Result<PictureDecoder*> load_picture_decoder(const std::string& plugin_folder) {
    if (plugin_folder.empty() || plugin_folder.front() != '/')
        return Error{Errc::Unavailable, 0, "no absolute folder for plug-ins"};
    const auto path = plugin_folder + "/" + picture_plugin_file;
    // NODELETE: the libraries behind it start threads and do not survive unloading.
    void* plugin = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
    if (plugin == nullptr) return Error{Errc::Unavailable, 0, "picture plug-in cannot be loaded"};
    void* entry = ::dlsym(plugin, picture_plugin_entry);
    if (entry == nullptr) return Error{Errc::Unavailable, 0, "picture plug-in of another version"};
    auto* decoder = std::bit_cast<PicturePluginEntry>(entry)();
    if (decoder == nullptr) return Error{Errc::Unavailable, 0, "picture plug-in does not start"};
    return decoder;
}

}  // namespace outpost
