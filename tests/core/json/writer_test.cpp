// Writer and quote: escapes, the grammar, and broken promises.
#include "core/json/writer.h"
#include "core/json/reader.h"

#include <catch2/catch.hpp>

#include <sys/wait.h>
#include <unistd.h>
#include <csignal>
#include <cstdio>

using namespace outpost::json;

namespace {

// Whether the call ends the process by abort(), tried in a child.
template <typename Call>
bool aborts(Call call) {
    const auto child = fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        std::signal(SIGABRT, SIG_DFL);  // Catch would report the signal in the child
        close(STDERR_FILENO);
        call();
        _exit(0);
    }
    int status = 0;
    REQUIRE(waitpid(child, &status, 0) == child);
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
}

}  // namespace

TEST_CASE("quote: escapes of ECMAScript", "[json]") {
    CHECK(quote("") == R"("")");
    CHECK(quote("a/b'c<\x7F") == "\"a/b'c<\x7F\"");
    CHECK(quote("\"\\\b\t\n\f\r") == R"("\"\\\b\t\n\f\r")");
    CHECK(quote(std::string_view("\0\x01\x1F", 3)) == R"("\u0000\u0001\u001f")");
    CHECK(quote("\xC3\xA9\xF0\x9F\x98\x80") == "\"\xC3\xA9\xF0\x9F\x98\x80\"");
    CHECK(quote("\xE2\x80\xA8") == "\"\xE2\x80\xA8\"");  // U+2028 stays
}

TEST_CASE("quote: what is not UTF-8 becomes U+FFFD", "[json]") {
    CHECK(quote("a\xFF"
                "b") ==
          "\"a\xEF\xBF\xBD"
          "b\"");
    CHECK(quote("\xE2\x82") == "\"\xEF\xBF\xBD\xEF\xBF\xBD\"");
    CHECK(quote("\xED\xA0\x80") == "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"");
    for (int byte = 0; byte <= 0xFF; ++byte) {
        const std::string text(1, static_cast<char>(byte));
        CHECK(read(quote(text)));
    }
}

TEST_CASE("writer: builds what the reader reads", "[json]") {
    const auto inner = *read(R"({"z":[1.50,{}],"a":"\u0041"})");
    Writer writer;
    writer.begin_object().key("s").value("a\"b").key("i").value(-5).key("u").value(UINT64_MAX);
    writer.key("w").value(7U);
    writer.key("d").value(0.5).key("b").value(true).key("n").null().key("e").begin_array();
    writer.end_array().key("l").begin_array().value(1).value(std::string("x")).begin_object();
    writer.end_object().end_array().key("t").value(inner.root()).end_object();
    const auto text = std::move(writer).take();
    CHECK(text ==
          R"({"s":"a\"b","i":-5,"u":18446744073709551615,"w":7,"d":0.5,"b":true,"n":null,"e":[],)"
          R"("l":[1,"x",{}],"t":{"z":[1.50,{}],"a":"A"}})");
    CHECK(write(read(text)->root()) == text);
    Writer scalar;
    scalar.value("only");
    CHECK(std::move(scalar).take() == "\"only\"");
}

TEST_CASE("write: keeps order and the spelling of numbers", "[json]") {
    for (const auto* text : {R"({"b":1.0,"a":[1E5,-0,0.10]})", R"([])", R"({})", R"("x")",
                             R"(-0.0)", R"(123456789012345678901234567890)"}) {
        CHECK(write(read(text)->root()) == text);
    }
}

TEST_CASE("writer: a broken promise ends the process", "[json]") {
    CHECK_FALSE(
        aborts([] { static_cast<void>(std::move(Writer().begin_object().end_object()).take()); }));
    CHECK(aborts([] { Writer().begin_object().value(1); }));
    CHECK(aborts([] { Writer().begin_object().key("a").end_object(); }));
    CHECK(aborts([] { Writer().begin_object().key("a").key("b"); }));
    CHECK(aborts([] { Writer().begin_object().end_array(); }));
    CHECK(aborts([] { Writer().begin_array().end_object(); }));
    CHECK(aborts([] { Writer().begin_array().key("a"); }));
    CHECK(aborts([] { Writer().end_array(); }));
    CHECK(aborts([] { Writer().key("a"); }));
    CHECK(aborts([] { Writer().value(1).value(2); }));
    CHECK(aborts([] { static_cast<void>(std::move(Writer().begin_array()).take()); }));
    CHECK(aborts([] { static_cast<void>(std::move(Writer()).take()); }));
    CHECK(aborts([] { Writer().value(1.0 / 0.0); }));
}

TEST_CASE("value: the wrong accessor ends the process", "[json]") {
    const auto document = *read(R"([1,"a",{},1.5])");
    const auto items = document.root().items();
    CHECK(aborts([&] { static_cast<void>(items[0].as_string()); }));
    CHECK(aborts([&] { static_cast<void>(items[1].as_integer()); }));
    CHECK(aborts([&] { static_cast<void>(items[1].as_double()); }));
    CHECK(aborts([&] { static_cast<void>(items[3].as_integer()); }));
    CHECK(aborts([&] { static_cast<void>(items[2].items()); }));
    CHECK(aborts([&] { static_cast<void>(document.root().members()); }));
    CHECK(aborts([&] { static_cast<void>(items[0].as_boolean()); }));
}
