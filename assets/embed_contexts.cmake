# cmake -DFOLDER=<assets/contexts> -DOUTPUT=<file.cpp> -P embed_contexts.cmake
# Writes the function shipped_contexts() with every file that index.json names. Stops when a file is
# not the one that its digest names.
cmake_minimum_required(VERSION 3.25)

file(READ "${FOLDER}/index.json" index)
string(JSON count LENGTH "${index}")
math(EXPR last "${count} - 1")

set(files "")
foreach(i RANGE ${last})
  string(JSON url MEMBER "${index}" ${i})
  string(JSON file GET "${index}" "${url}" file)
  string(JSON sha256 GET "${index}" "${url}" sha256)
  if(NOT file IN_LIST files)
    list(APPEND files "${file}")
    set(sha256_${file} "${sha256}")
    set(urls_${file} "")
    file(SHA256 "${FOLDER}/${file}" actual)
    if(NOT actual STREQUAL sha256)
      message(FATAL_ERROR "assets/contexts/${file}: index.json says ${sha256}, the file has ${actual}")
    endif()
  elseif(NOT sha256 STREQUAL sha256_${file})
    message(FATAL_ERROR "assets/contexts/index.json: two digests for ${file}")
  endif()
  string(APPEND urls_${file} "\n        \"${url}\",")
endforeach()

set(lists "")
set(entries "")
set(number 0)
foreach(file IN LISTS files)
  file(READ "${FOLDER}/${file}" text)
  string(APPEND lists "    static const std::vector<std::string> urls_${number}{${urls_${file}}};\n")
  string(APPEND entries "        {\"${file}\",\n         R\"context(${text})context\",\n"
                        "         urls_${number},\n         \"${sha256_${file}}\"},\n")
  math(EXPR number "${number} + 1")
endforeach()

file(WRITE "${OUTPUT}" "// Made by assets/embed_contexts.cmake from assets/contexts.
#include \"assets/shipped_contexts.h\"

#include <vector>

namespace outpost {

std::span<const EmbeddedContext> shipped_contexts() {
${lists}    static const std::vector<EmbeddedContext> all{
${entries}    };
    return all;
}

}  // namespace outpost
")
