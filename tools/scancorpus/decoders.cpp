// The decoders that the bench knows: a new one is one line here.
#include "tools/scancorpus/decoders.h"

#include "tools/scancorpus/outpost_decoder.h"
#include "tools/scancorpus/zxing_decoder.h"
#ifdef OUTPOST_HAS_ZBAR
#include "tools/scancorpus/zbar_decoder.h"
#endif

namespace outpost::corpus {

std::vector<DecoderKind> decoder_kinds() {
    return {
        {"zxing", make_zxing_decoder},
        {"zxing2x", make_zxing_twice_decoder},
#ifdef OUTPOST_HAS_ZBAR
        {"zbar", make_zbar_decoder},
#endif
        {"quick", make_outpost_quick_decoder},
        {"outpost", make_outpost_decoder},
        {"still", make_outpost_still_decoder},
        {"tries4", make_outpost_decoder, 4},
        {"burst4", make_outpost_burst_decoder, 4},
    };
}

}  // namespace outpost::corpus
