#include "drivers/wipedmemory/wiped_memory.h"

#include <array>
#include <cstddef>
#include <cstring>

#ifndef OUTPOST_OTHER_HEAP

#include <malloc.h>

// glibc's own functions under names that stay theirs when a program brings its own `free`.
extern "C" {
void* __libc_malloc(std::size_t size);  // NOLINT(bugprone-reserved-identifier)
void __libc_free(void* block);          // NOLINT(bugprone-reserved-identifier)

void free(void* block) noexcept {
    if (block == nullptr) return;
    ::explicit_bzero(block, ::malloc_usable_size(block));
    __libc_free(block);
}

// glibc's own would leave the old place, or the end that is cut off, as it was.
void* realloc(void* block, std::size_t size) noexcept {
    if (block == nullptr) return __libc_malloc(size);
    if (size == 0) {
        free(block);
        return nullptr;
    }
    const std::size_t held = ::malloc_usable_size(block);
    if (size <= held && size >= held / 2) return block;
    void* moved = __libc_malloc(size);
    if (moved == nullptr) return nullptr;
    std::memcpy(moved, block, size < held ? size : held);
    free(block);
    return moved;
}
}

#endif

namespace outpost {

bool heap_is_wiped() {
#ifdef OUTPOST_OTHER_HEAP
    return false;
#else
    return true;
#endif
}

[[gnu::noinline]] void wipe_dead_stack() {
    constexpr std::size_t depth_bytes = std::size_t{256} * 1024;
    std::array<std::byte, depth_bytes> dead;  // NOLINT(cppcoreguidelines-pro-type-member-init)
    ::explicit_bzero(dead.data(), dead.size());
}

}  // namespace outpost
