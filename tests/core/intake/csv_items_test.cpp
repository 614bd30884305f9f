// DIVOC's bulk CSV: columns, cells, forms, and files that go wrong.
#include "core/intake/csv_mapping.h"
#include "core/intake/csv_rows.h"
#include "tests/core/intake/sources.h"

using namespace outpost;
using intake::CsvColumn;
using intake::ItemCode;
using tests::items_of;
using tests::outcome_of;

namespace {

using Form = CsvColumn::Form;

std::vector<CsvColumn> columns() {
    return {{"code", "/code", Form::Text, true},
            {"name", "/recipient/name", Form::Text, true},
            {"phone", "/recipient/contact", Form::Telephone, true},
            {"dob", "/recipient/dob", Form::Date, false},
            {"line1", "/recipient/address/line1", Form::Text, false},
            {"dose", "/vaccination/dose", Form::Number, true}};
}

const std::string header = "code,name,phone,dob,line1,dose\n";

std::string outcome(const std::string& rows) {
    return outcome_of(items_of(header + rows, columns()));
}

std::string text(const std::string& rows) {
    const auto items = items_of(header + rows, columns());
    REQUIRE(items.size() == 1);
    REQUIRE(outcome_of(items) == "ok");
    return items[0].text;
}

}  // namespace

TEST_CASE("csv items: a row becomes an item", "[intake]") {
    CHECK(text("A1,Asha,0700,1984-06-17,Lane 1,1\n") ==
          R"({"code":"A1","recipient":{"name":"Asha","contact":["tel:0700"],"dob":"1984-06-17",)"
          R"("address":{"line1":"Lane 1"}},"vaccination":{"dose":1}})");
    CHECK(text("A1,Asha,0700,,,2") ==
          R"({"code":"A1","recipient":{"name":"Asha","contact":["tel:0700"]},)"
          R"("vaccination":{"dose":2}})");
}

TEST_CASE("csv items: quoting and line ends", "[intake]") {
    CHECK(text("\"A\"\"1\",\"As,ha\nX\r\nY\",0700,,,2\r\n") ==
          R"({"code":"A\"1","recipient":{"name":"As,ha\nX\r\nY","contact":["tel:0700"]},)"
          R"("vaccination":{"dose":2}})");
    // Nothing is trimmed.
    CHECK(text(" A , B ,0700,,,2").starts_with(R"({"code":" A ","recipient":{"name":" B ")"));
    const auto items = items_of("\xEF\xBB\xBF\r\n\n" + header +
                                    "A,B,1,,,1\r\n\r\n\nC,\"D\n\nE\",1,,,1\nF,G,1,,,1\rH,I,1,,,1",
                                columns());
    REQUIRE(outcome_of(items) == "ok ok ok ok");
    CHECK(items[0].row == 4);
    CHECK(items[1].row == 7);
    CHECK(items[2].row == 10);
    CHECK(items[3].row == 11);
}

TEST_CASE("csv items: the header", "[intake]") {
    // Any order; other columns are left alone.
    const auto turned =
        items_of("dose,extra,phone,name,code,line1,dob\n1,zzz,0700,N,C,,\n", columns());
    REQUIRE(outcome_of(turned) == "ok");
    CHECK(turned[0].text.find("zzz") == std::string::npos);
    const auto lacking = items_of("\ncode,name,dob,line1\nA,B,,\n", columns());
    REQUIRE(outcome_of(lacking) == "column_missing+column_missing");
    CHECK(lacking[0].errors[0].column == "phone");
    CHECK(lacking[0].errors[0].path == "/recipient/contact");
    CHECK(lacking[0].errors[0].row == 2);
    CHECK(lacking[0].errors[1].column == "dose");
    CHECK(outcome_of(items_of("code,name,phone,dob,line1,dose,name\n", columns())) ==
          "duplicate_member");
    CHECK(outcome_of(items_of("\xFF\xFE"
                              "c\n",
                              columns())) == "bad_utf8");
    CHECK(outcome_of(items_of("code", {})) == "bad_syntax");
    CHECK(outcome_of(items_of("\"code\nA", columns())) == "unfinished");
    CHECK(outcome_of(items_of(std::string(200'000, 'h') + "\nA\n", columns())) == "too_long");
    CHECK(outcome_of(items_of(header, columns())) == "");
}

TEST_CASE("csv items: every error of a row at once", "[intake]") {
    const auto items = items_of(header + ",B,,31-Feb-2020,\xC0\xAF,1\n", columns());
    REQUIRE(outcome_of(items) == "required+required+bad_date+bad_utf8");
    const auto& errors = items[0].errors;
    CHECK(errors[0].path == "/code");
    CHECK(errors[0].column == "code");
    CHECK(errors[0].row == 2);
    CHECK(errors[1].path == "/recipient/contact");
    CHECK(errors[2].column == "dob");
    CHECK(errors[3].path == "/recipient/address/line1");
}

TEST_CASE("csv items: dates and numbers", "[intake]") {
    const auto dob = [](const std::string& cell) { return outcome("A,B,1," + cell + ",,1\n"); };
    CHECK(text("A,B,1,07-Sep-1984,,1").find(R"("dob":"1984-09-07")") != std::string::npos);
    CHECK(text("A,B,1,29-FEB-2024,,1").find(R"("dob":"2024-02-29")") != std::string::npos);
    CHECK(text("A,B,1,30-dec-2023,,1").find(R"("dob":"2023-12-30")") != std::string::npos);
    for (const auto* bad : {"29-Feb-2023", "00-Jan-2020", "7-Sep-1984", "07-Spt-1984", "07/09/1984",
                            "1984-13-01", "1984-9-7", "07-Sep-84", "x"}) {
        CAPTURE(bad);
        CHECK(dob(bad) == "bad_date");
    }
    CHECK(text("A,B,1,,,-3").find(R"("dose":-3)") != std::string::npos);
    CHECK(text("A,B,1,,,01").find(R"("dose":1})") != std::string::npos);
    for (const auto* other : {"1.0", "one", "+1", "99999999999999999999", " 1", "0x1"}) {
        CAPTURE(other);
        CHECK(text(std::string("A,B,1,,,") + other).find("\"dose\":\"") != std::string::npos);
    }
}

TEST_CASE("csv items: a bad row concerns itself alone", "[intake]") {
    const std::string good = "A,B,1,,,1\n";
    CHECK(outcome(good + "A,B,1,,\n" + good) == "ok column_count ok");
    CHECK(outcome(good + "A,B,1,,,1,\n" + good) == "ok column_count ok");
    CHECK(outcome(good + "A,B \"x\" y,1,,,1\n" + good) == "ok bad_syntax ok");
    // Behind a stray quote a quoted cell still hides its line feed: no row is made of its inside.
    CHECK(outcome("A\"B,\"x\nA,B,1,,,1\ny\",1,,,1\n" + good) == "bad_syntax ok");
    CHECK(outcome(std::string("A\0B,B,1,,,1\n", 12) + good) == "ok ok");
    CHECK(outcome("A," + std::string(70'000, 'x') + ",1,,,1\n" + good) == "too_long ok");
    CHECK(outcome("A,\"" + std::string(70'000, '\n') + "\",1,,,1\n" + good) == "too_long ok");
    CHECK(outcome("A,\"" + std::string(70'000, 'x') + "\"\",\n\"\"\",1,,,1\n" + good) ==
          "too_long ok");
    CHECK(outcome(std::string(140'000, ',') + "\n" + good) == "too_long ok");
    CHECK(outcome("A,\"" + std::string(60'000, '\x01') + "\",1,,,1\n" + good) == "too_long ok");
}

TEST_CASE("csv items: quotes that do not match end the reading", "[intake]") {
    const std::string good = "A,B,1,,,1\n";
    CHECK(outcome(good + "A,\"B\"x,1,,,1\n" + good) == "ok unfinished");
    CHECK(outcome(good + "A,\"B,1,,,1\n" + good) == "ok unfinished");
    CHECK(outcome(good + "A,\"B") == "ok unfinished");
    CHECK(outcome("A,\"" + std::string(200'000, 'x')) == "unfinished");
}

TEST_CASE("csv items: every cut and every size of piece", "[intake]") {
    const std::string rows =
        header + "A,\"B\"\"\n,\",1,1984-06-17,Lane,1\r\nC,D,2,,,2\r\nE,F,3,,,3\r\n";
    const auto whole = items_of(rows, columns());
    REQUIRE(outcome_of(whole) == "ok ok ok");
    for (const std::size_t piece : {1U, 2U, 3U, 7U}) {
        const auto again = items_of(rows, columns(), piece);
        REQUIRE(outcome_of(again) == "ok ok ok");
        for (std::size_t i = 0; i < whole.size(); ++i) {
            CHECK(again[i].text == whole[i].text);
            CHECK(again[i].row == whole[i].row);
        }
    }
    for (std::size_t cut = 0; cut < rows.size(); ++cut) {
        CAPTURE(cut);
        const auto items = items_of(rows.substr(0, cut), columns());
        REQUIRE(items.size() <= whole.size());
        for (std::size_t i = 0; i + 1 < items.size(); ++i) CHECK(items[i].text == whole[i].text);
    }
}

TEST_CASE("csv items: 100,000 rows and an endless cell from a source that holds one", "[intake]") {
    const std::string block(1U << 20U, '\n');
    tests::GeneratedSource source([&](std::uint64_t number) -> std::string {
        if (number == 0) return header;
        if (number <= 100'000) return "C" + std::to_string(number) + ",N,1,,,1\n";
        if (number == 100'001) return "X,\"";
        if (number <= 100'100) return block;
        return number == 100'101 ? "\",1,,,1\nY,N,1,,,1\n" : "";
    });
    auto reader = intake::open_items(source, columns()).value();
    intake::Item item;
    for (std::int64_t i = 0; i < 100'000; ++i) {
        REQUIRE(reader->next(item).value());
        if (!item.errors.empty() || item.row != i + 2) FAIL("row " << i);
    }
    REQUIRE(reader->next(item).value());
    REQUIRE(item.errors.size() == 1);
    CHECK(item.errors[0].code == ItemCode::TooLong);
    REQUIRE(reader->next(item).value());
    CHECK(item.text.starts_with("{\"code\":\"Y\""));
    CHECK_FALSE(reader->next(item).value());
}

TEST_CASE("csv items: columns that can not be", "[intake]") {
    const auto code = [](std::vector<CsvColumn> bad) {
        return intake::CsvMapping::make(std::move(bad)).error().code;
    };
    CHECK(code({{"", "/a", Form::Text, true}}) == Errc::BadValue);
    CHECK(code({{"a", "", Form::Text, true}}) == Errc::BadValue);
    CHECK(code({{"a", "a", Form::Text, true}}) == Errc::BadValue);
    CHECK(code({{"a", "/a~2", Form::Text, true}}) == Errc::BadValue);
    CHECK(code({{"a", "/a~", Form::Text, true}}) == Errc::BadValue);
    CHECK(code({{"a", "/a", Form::Text, true}, {"b", "/a/b", Form::Text, true}}) == Errc::BadValue);
    CHECK(code({{"b", "/a/b", Form::Text, true}, {"a", "/a", Form::Text, true}}) == Errc::BadValue);
    CHECK(code({{"a", "/a", Form::Text, true}, {"b", "/a", Form::Text, true}}) == Errc::BadValue);
    CHECK(code({{"a", "/1/2/3/4/5/6/7/8/9", Form::Text, true}}) == Errc::TooLong);
    CHECK(code(std::vector<CsvColumn>(300, {"a", "/a", Form::Telephone, true})) == Errc::TooLong);
    const auto two = items_of("p,q\n1,2\n", {{"p", "/x~1~0", Form::Telephone, true},
                                             {"q", "/x~1~0", Form::Telephone, true}});
    REQUIRE(outcome_of(two) == "ok");
    CHECK(two[0].text == R"({"x/~":["tel:1","tel:2"]})");
}

TEST_CASE("csv items: the column of a pointer", "[intake]") {
    tests::TextSource source(header);
    const auto reader = intake::open_items(source, columns()).value();
    CHECK(reader->column_of("/recipient/name") == "name");
    CHECK(reader->column_of("/recipient/contact/0") == "phone");
    CHECK(reader->column_of("/recipient/address") == "line1");
    CHECK(reader->column_of("/recipient/names") == "");
    CHECK(reader->column_of("") == "");
    tests::TextSource json("[]");
    CHECK(intake::open_items(json, columns()).value()->column_of("/code") == "");
}
