# cmake -DFOLDER=<assets/icons> -DOUTPUT=<file.cpp> -P embed_icons.cmake
# Writes the function shipped_icon() with every drawing of the folder.
cmake_minimum_required(VERSION 3.25)
file(GLOB icons RELATIVE "${FOLDER}" "${FOLDER}/*.svg")
list(TRANSFORM icons REPLACE "[.]svg$" "")
list(SORT icons)  # the names: with their ending "page-up" would come before "page"
set(entries "")
foreach(name IN LISTS icons)
  file(READ "${FOLDER}/${name}.svg" text)
  string(APPEND entries "    {\"${name}\", R\"icon(${text})icon\"},\n")
endforeach()
list(LENGTH icons count)
file(WRITE "${OUTPUT}" "// Made by assets/embed_icons.cmake from assets/icons.
#include \"assets/shipped_icons.h\"

#include <algorithm>
#include <array>

namespace outpost {

namespace {

constexpr std::array<ShippedIcon, ${count}> all{{
${entries}}};

}  // namespace

std::span<const ShippedIcon> shipped_icons() {
    return all;
}

std::string_view shipped_icon(std::string_view name) {
    const auto found = std::lower_bound(
        all.begin(), all.end(), name,
        [](const ShippedIcon& icon, std::string_view wanted) { return icon.name < wanted; });
    return found == all.end() || found->name != name ? std::string_view() : found->svg;
}

}  // namespace outpost
")
