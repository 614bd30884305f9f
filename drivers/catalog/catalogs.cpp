// Boost.Locale's gettext reader behind the port of messages.
#include "drivers/catalog/catalogs.h"

#include "core/base/bytes.h"
#include "drivers/catalog/mo_file.h"
#include "drivers/catalog/plain_file.h"

#include <boost/locale/gnu_gettext.hpp>
#include <boost/locale/message.hpp>

#include <algorithm>
#include <exception>
#include <filesystem>
#include <locale>
#include <system_error>
#include <utility>

namespace outpost {

namespace {

using Facet = boost::locale::message_format<char>;

constexpr const char* domain_name = "outpost-kiosk";

/// A catalog in memory; its locale owns the facet.
class Catalog {
  public:
    explicit Catalog(Facet* facet) : owner_(std::locale::classic(), facet), facet_(facet) {}

    /// Nothing where the catalog has no such key.
    [[nodiscard]] const char* find(const std::string& key) const {
        return filled(facet_->get(0, nullptr, key.c_str()));
    }

    [[nodiscard]] const char* find(const std::string& key, std::int64_t count) const {
        const auto* form = filled(facet_->get(0, nullptr, key.c_str(), small_count(count)));
        return form != nullptr ? form : find(key);  // has one form for every count
    }

  private:
    static const char* filled(const char* text) {
        return text != nullptr && *text != '\0' ? text : nullptr;
    }

    /// The rules of all languages look at small numbers and at the last digits only.
    static int small_count(std::int64_t count) {
        constexpr std::int64_t round = 1'000'000;
        const auto rest = count % round;
        const auto positive = rest < 0 ? -rest : rest;
        return static_cast<int>(count > -round && count < round ? positive : round + positive);
    }

    std::locale owner_;
    const Facet* facet_;
};

Result<Catalog> make_catalog(ByteView file) {
    OUTPOST_TRY_VOID(check_mo_file(file));
    try {
        boost::locale::gnu_gettext::messages_info info;
        info.language = "any";  // the callback has the file already
        info.encoding = "UTF-8";
        info.domains.emplace_back(domain_name);
        info.paths.emplace_back(".");
        info.callback = [file](const std::string&, const std::string&) {
            return std::vector<char>(file.begin(), file.end());
        };
        auto* facet = boost::locale::gnu_gettext::create_messages_facet<char>(info);
        if (facet == nullptr) return Error{Errc::BadSyntax, 0, "catalog"};
        return Catalog(facet);
    } catch (const std::exception&) {
        return Error{Errc::BadSyntax, 0, "catalog"};
    }
}

/// A NUL would cut the key short; the empty key is the header.
bool is_key(std::string_view key) {
    return !key.empty() && key.find('\0') == std::string_view::npos;
}

class GettextMessages final : public Messages {
  public:
    /// @param english  nothing: this is English
    GettextMessages(Language language, Catalog catalog, const Catalog* english)
        : language_(std::move(language)), own_(std::move(catalog)), english_(english) {}

    [[nodiscard]] const Language& language() const override { return language_; }

    [[nodiscard]] std::string text(std::string_view key) const override {
        std::string name(key);
        if (!is_key(key)) return name;
        const auto* found = own_.find(name);
        if (found == nullptr && english_ != nullptr) found = english_->find(name);
        return found != nullptr ? std::string(found) : name;
    }

    [[nodiscard]] std::string plural(std::string_view key, std::int64_t count) const override {
        std::string name(key);
        if (!is_key(key)) return name;
        const auto* found = own_.find(name, count);
        if (found == nullptr && english_ != nullptr) found = english_->find(name, count);
        return found != nullptr ? std::string(found) : name;
    }

    [[nodiscard]] bool has(std::string_view key) const override {
        return is_key(key) && own_.find(std::string(key)) != nullptr;
    }

    [[nodiscard]] const Catalog& catalog() const { return own_; }

  private:
    Language language_;
    Catalog own_;
    const Catalog* english_;
};

class GettextCatalogs final : public MessageCatalogs {
  public:
    void add(std::unique_ptr<GettextMessages> messages) {
        languages_.push_back(messages->language());
        all_.push_back(std::move(messages));
    }

    [[nodiscard]] const std::vector<Language>& languages() const override { return languages_; }

    [[nodiscard]] const Messages& messages(std::string_view tag) const override {
        for (const auto& one : all_)
            if (one->language().tag == tag) return *one;
        return *all_.front();
    }

  private:
    std::vector<std::unique_ptr<GettextMessages>> all_;  // English first
    std::vector<Language> languages_;
};

/// 2 or 3 small letters, then parts of 2 to 8 letters or digits behind hyphens.
bool is_language_tag(std::string_view tag) {
    const auto is_small = [](char c) { return c >= 'a' && c <= 'z'; };
    const auto is_other = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); };
    const auto first = tag.substr(0, tag.find('-'));
    if (tag.size() > 20 || first.size() < 2 || first.size() > 3) return false;
    if (!std::all_of(first.begin(), first.end(), is_small)) return false;
    tag.remove_prefix(first.size());
    while (!tag.empty()) {
        tag.remove_prefix(1);
        const auto part = tag.substr(0, tag.find('-'));
        if (part.size() < 2 || part.size() > 8) return false;
        if (!std::all_of(part.begin(), part.end(),
                         [&](char c) { return is_small(c) || is_other(c); }))
            return false;
        tag.remove_prefix(part.size());
    }
    return true;
}

/// The tags of the folder, English first, the others in alphabetical order.
Result<std::vector<std::string>> tags_in(const std::string& folder) {
    std::vector<std::string> tags;
    std::error_code fault;
    std::filesystem::directory_iterator entry(folder, fault);
    if (fault) return Error{Errc::NotFound, 0, "folder of catalogs"};
    while (entry != std::filesystem::directory_iterator()) {
        auto name = entry->path().filename().string();
        if (name != "en" && is_language_tag(name)) tags.push_back(std::move(name));
        if (tags.size() >= languages_max) return Error{Errc::TooLong, languages_max, "languages"};
        entry.increment(fault);
        if (fault) return Error{Errc::Io, 0, "folder of catalogs"};
    }
    std::sort(tags.begin(), tags.end());
    tags.insert(tags.begin(), "en");
    return tags;
}

Result<std::unique_ptr<GettextMessages>> load(const std::string& folder, const std::string& tag,
                                              const Catalog* english) {
    const auto path = folder + '/' + tag + "/LC_MESSAGES/" + domain_name + ".mo";
    OUTPOST_TRY(const auto file, read_plain_file(path, mo_file_bytes_max));
    OUTPOST_TRY(auto catalog, make_catalog(file));
    const auto* name = catalog.find("lang.own_name");
    const auto* direction = catalog.find("lang.direction");
    if (name == nullptr || direction == nullptr)
        return Error{Errc::BadValue, 0, "catalog: language without name or direction"};
    const bool right_to_left = std::string_view(direction) == "rtl";
    if (!right_to_left && std::string_view(direction) != "ltr")
        return Error{Errc::BadValue, 0, "catalog: lang.direction"};
    Language language{tag, name, right_to_left};
    return std::make_unique<GettextMessages>(std::move(language), std::move(catalog), english);
}

}  // namespace

Result<std::unique_ptr<MessageCatalogs>> open_catalogs(const std::string& folder,
                                                       std::vector<LeftOut>& left_out) {
    OUTPOST_TRY(const auto tags, tags_in(folder));
    auto catalogs = std::make_unique<GettextCatalogs>();
    const Catalog* english = nullptr;
    for (const auto& tag : tags) {
        auto loaded = load(folder, tag, english);
        if (loaded) {
            if (english == nullptr) english = &(*loaded)->catalog();
            catalogs->add(std::move(*loaded));
        } else if (english == nullptr) {
            return loaded.error();
        } else if (loaded.error().code != Errc::NotFound) {
            left_out.push_back({tag, loaded.error()});
        }
    }
    return std::unique_ptr<MessageCatalogs>(std::move(catalogs));
}

Result<std::unique_ptr<MessageCatalogs>> open_catalogs(const std::string& folder) {
    std::vector<LeftOut> left_out;
    return open_catalogs(folder, left_out);
}

}  // namespace outpost
