#include "drivers/wipedmemory/wiped_memory.h"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>

#include <fcntl.h>
#include <unistd.h>

using namespace outpost;

namespace {

constexpr std::size_t list_links = 32;  // the allocator's own, at a free block's begin and end

std::uintptr_t place_of(const void* block) {
    return reinterpret_cast<std::uintptr_t>(block);
}

/// Nothing but zeros at an address that may be given back already, or not there any more. Takes no
/// memory itself, which could be the very block.
bool is_blank(std::uintptr_t place, std::size_t size) {
    static std::array<char, 4'096> part;
    const int memory = ::open("/proc/self/mem", O_RDONLY | O_CLOEXEC);
    REQUIRE(memory >= 0);
    bool blank = true;
    for (std::size_t at = 0; blank && at < size; at += part.size()) {
        const auto wanted = std::min(part.size(), size - at);
        const auto got = ::pread(memory, part.data(), wanted, static_cast<off_t>(place + at));
        if (got <= 0) break;
        blank = std::all_of(part.begin(), part.begin() + got, [](char c) { return c == 0; });
    }
    ::close(memory);
    return blank;
}

bool is_blank_block(std::uintptr_t place, std::size_t size) {
    return is_blank(place + list_links, size - 2 * list_links);
}

/// A name deep on the stack of a function that has returned; where it was.
[[gnu::noinline]] std::uintptr_t leave_on_stack() {
    std::array<char, std::size_t{64} * 1024> deep;  // below what looking at it uses
    volatile char* seen = deep.data();
    for (std::size_t at = 0; at < 64; ++at) seen[at] = 'n';
    return reinterpret_cast<std::uintptr_t>(seen);
}

}  // namespace

TEST_CASE("what is freed is blank", "[wipedmemory]") {
    if (!heap_is_wiped()) {
        WARN("skipped: a sanitizer's heap is in use");
        return;
    }
    for (const std::size_t size : {100U, 300U, 500U, 4'000U, 100'000U, 3'000'000U}) {
        CAPTURE(size);
        void* block = std::malloc(size);
        REQUIRE(block != nullptr);
        std::memset(block, 'n', size);
        const auto place = place_of(block);
        CHECK_FALSE(is_blank_block(place, size));
        std::free(block);
        CHECK(is_blank_block(place, size));
    }
    auto text = std::make_unique<std::string>(300, 'n');
    const auto place = place_of(text->data());
    text.reset();
    CHECK(is_blank_block(place, 300));
}

TEST_CASE("what is made larger or smaller leaves nothing behind", "[wipedmemory]") {
    if (!heap_is_wiped()) {
        WARN("skipped: a sanitizer's heap is in use");
        return;
    }
    const auto size = GENERATE(std::size_t{200}, std::size_t{5'000}, std::size_t{400'000});
    for (const auto other : {size * 10, size / 10}) {
        CAPTURE(size, other);
        void* block = std::malloc(size);
        REQUIRE(block != nullptr);
        std::memset(block, 'n', size);
        const auto place = place_of(block);
        void* moved = std::realloc(block, other);
        CHECK(is_blank_block(place, size));
        REQUIRE(moved != nullptr);
        CHECK(place_of(moved) != place);
        const auto kept = std::min(size, other);
        CHECK(std::string(static_cast<const char*>(moved), kept) == std::string(kept, 'n'));
        std::free(moved);
    }
    void* block = std::realloc(nullptr, 100);
    REQUIRE(block != nullptr);
    CHECK(std::realloc(block, 0) == nullptr);
}

TEST_CASE("what returned functions left on the stack is wiped", "[wipedmemory]") {
    const auto place = leave_on_stack();
    CHECK_FALSE(is_blank(place, 64));
    wipe_dead_stack();
    CHECK(is_blank(place, 64));
}
