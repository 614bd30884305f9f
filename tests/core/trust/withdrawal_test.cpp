#include "core/trust/withdrawal.h"

#include "core/bytes/base64.h"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace outpost;
using trust::SignatureMark;
using trust::Withdrawal;

namespace {

Bytes signature(std::uint8_t number) {
    return Bytes(64, number);
}

std::vector<SignatureMark> marks(std::initializer_list<std::uint8_t> numbers) {
    std::vector<SignatureMark> out;
    for (const auto number : numbers) out.push_back(trust::mark_of(signature(number)));
    std::sort(out.begin(), out.end());
    return out;
}

}  // namespace

TEST_CASE("a withdrawal keeps the signatures that it names, and no other", "[trust]") {
    const Withdrawal withdrawal{UtcInstant{1'000}, marks({1, 2, 9})};
    CHECK(withdrawal.keeps(signature(1)));
    CHECK(withdrawal.keeps(signature(9)));
    CHECK_FALSE(withdrawal.keeps(signature(3)));
    CHECK_FALSE(withdrawal.keeps({}));
    auto longer = signature(1);
    longer.push_back(0);
    CHECK_FALSE(withdrawal.keeps(longer));
    CHECK_FALSE(Withdrawal{}.keeps(signature(1)));
}

TEST_CASE("of two withdrawals the strictest of each counts", "[trust]") {
    const Withdrawal one{UtcInstant{2'000}, marks({1, 2, 3})};
    const Withdrawal other{UtcInstant{1'000}, marks({2, 3, 4})};
    const auto both = trust::stricter_of(one, other);
    CHECK(both == Withdrawal{UtcInstant{1'000}, marks({2, 3})});
    CHECK(both == trust::stricter_of(other, one));
}

TEST_CASE("what is kept is written and read", "[trust]") {
    for (const auto& kept : {marks({}), marks({7}), marks({1, 2, 3, 4, 5, 6, 7, 8})}) {
        const auto read = trust::read_kept(trust::kept_text(kept));
        REQUIRE(read);
        CHECK(*read == kept);
    }
    auto kept = marks({1, 2, 3});
    std::swap(kept[0], kept[2]);
    CHECK(trust::read_kept(trust::kept_text(kept)).error().code == Errc::BadValue);
    kept = {kept[1], kept[1]};
    CHECK(trust::read_kept(trust::kept_text(kept)).error().code == Errc::BadValue);
    CHECK(trust::read_kept(bytes::encode_base64(Bytes(15, 1))).error().code == Errc::BadValue);
    CHECK(trust::read_kept("no base64!").error().code == Errc::BadValue);
    const std::string endless((trust::kept_signatures_max + 3) * 22, 'A');
    CHECK(trust::read_kept(endless).error().code == Errc::TooLong);
}
