// Nothing of a person is left in memory that the program has given back: a linked-in heap that
// wipes, and the stack below the caller.
#pragma once

namespace outpost {

/// True where each block of the heap is wiped when it is freed. Linking this driver is enough:
/// the process's `free` and `realloc` are then this driver's, also for C libraries (text shaping,
/// drawing, JSON) that know nothing of secrets. False in sanitizer builds.
[[nodiscard]] bool heap_is_wiped();

/// Wipes what returned functions left on this thread's stack, as deep as 256 KiB below the caller.
/// Frames of the callers stay as they are: call it from as near to the thread's start as can be.
void wipe_dead_stack();

}  // namespace outpost
