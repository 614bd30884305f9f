// memfd_create(2) with seals.
#include "drivers/decoderprocess/shared_memory.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>

// Since Linux 5.1; older C libraries do not name it.
#ifndef F_SEAL_FUTURE_WRITE
#define F_SEAL_FUTURE_WRITE 0x0010
#endif

namespace outpost {

MappedMemory::~MappedMemory() {
    if (!bytes_.empty()) ::munmap(bytes_.data(), bytes_.size());
}

Result<MappedMemory> map_shared_memory(int descriptor, std::size_t bytes, Writer writer) {
    struct stat state {};
    if (::fstat(descriptor, &state) != 0 || !S_ISREG(state.st_mode) ||
        state.st_size != static_cast<off_t>(bytes))
        return Error{Errc::Unavailable, 0, "no shared memory of that size"};
    const int access = writer == Writer::ThisProcess ? PROT_READ | PROT_WRITE : PROT_READ;
    void* begin = ::mmap(nullptr, bytes, access, MAP_SHARED, descriptor, 0);
    if (begin == MAP_FAILED) return Error{Errc::Unavailable, 0, "shared memory"};
    return MappedMemory({static_cast<std::uint8_t*>(begin), bytes});
}

Result<SharedMemory> make_shared_memory(std::size_t bytes, Writer writer) {
    SharedMemory shared;
    shared.descriptor = Descriptor(::memfd_create("outpost", MFD_CLOEXEC | MFD_ALLOW_SEALING));
    const int number = shared.descriptor.number();
    if (number < 0 || ::ftruncate(number, static_cast<off_t>(bytes)) != 0)
        return Error{Errc::Unavailable, 0, "shared memory"};
    OUTPOST_TRY(shared.memory, map_shared_memory(number, bytes, writer));
    // After our own mapping for writing, which the seal lets live on.
    const int only_ours = writer == Writer::ThisProcess ? F_SEAL_FUTURE_WRITE : 0;
    if (::fcntl(number, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | only_ours | F_SEAL_SEAL) != 0)
        return Error{Errc::Unavailable, 0, "shared memory cannot be sealed"};
    return shared;
}

}  // namespace outpost
