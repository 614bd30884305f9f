// Which PINs may be given to somebody.
#include "core/operators/pin.h"

#include <catch2/catch.hpp>

#include <string>

using namespace outpost;

namespace {

Result<void> check(std::string_view digits) {
    return operators::check_new_pin(crypto::SecretBytes::copy_of(as_bytes(digits)));
}

}  // namespace

TEST_CASE("PIN: six to twelve digits", "[operators][pin]") {
    CHECK(check("471902").has_value());
    CHECK(check("471902385516").has_value());
    CHECK(check("").error().code == Errc::BadLength);
    CHECK(check("47190").error().code == Errc::BadLength);
    CHECK(check("4719023855164").error().code == Errc::TooLong);
    CHECK(check("47190a").error().code == Errc::BadCharacter);
    CHECK(check("47190a").error().offset == 5);
    CHECK(check("+47190").error().code == Errc::BadCharacter);
    CHECK(check("4719 2").error().code == Errc::BadCharacter);
    CHECK(check("\xd9\xa1\xd9\xa2\xd9\xa3").error().code == Errc::BadCharacter);  // other digits
}

TEST_CASE("PIN: the easy ones are refused", "[operators][pin]") {
    for (const char* easy :
         {"000000",       "999999999999", "123456",  "654321",  "1234567890", "890123",
          "210987",       "012345678901", "246802",  "135791",  "121212",     "1212121",
          "123123",       "12312312",     "474747",  "471471",  "112233",     "332211",
          "001122334455", "123321",       "1234321", "12344321"}) {
        INFO(easy);
        const auto checked = check(easy);
        REQUIRE_FALSE(checked.has_value());
        CHECK(checked.error().code == Errc::BadValue);
    }
    for (const char* good : {"123457", "113355001", "123450", "112234", "471174", "100000"}) {
        INFO(good);
        CHECK(check(good).has_value());
    }
}
