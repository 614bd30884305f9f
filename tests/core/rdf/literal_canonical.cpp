// The letter of the recommendation.
#include "tests/core/rdf/literal_canonical.h"

#include "core/crypto/digest.h"
#include "core/rdf/nquads.h"

#include <algorithm>
#include <map>
#include <set>
#include <vector>

namespace outpost::tests {

namespace {

using rdf::Quad;
using rdf::Term;
using rdf::TermKind;
using Name = std::string;

struct Issuer {
    std::string prefix;
    std::map<Name, std::string> ids;
    std::vector<Name> order;

    bool has(const Name& name) const { return ids.count(name) > 0; }
    std::string issue(const Name& name) {
        if (!has(name)) {
            ids[name] = "_:" + prefix + std::to_string(order.size());
            order.push_back(name);
        }
        return ids[name];
    }
};

std::string hash_of(const std::string& text) {
    std::string hex;
    for (const auto byte : crypto::sha256(as_bytes(text))) {
        hex += "0123456789abcdef"[byte >> 4U];
        hex += "0123456789abcdef"[byte & 15U];
    }
    return hex;
}

class Machine {
  public:
    explicit Machine(const rdf::Dataset& dataset) : quads_(dataset.quads) {
        for (const auto& quad : quads_)
            for (const auto* term : {&quad.subject, &quad.object, &quad.graph})
                if (term->kind == TermKind::BlankNode) nodes_.insert(Name(term->value));
    }

    std::string run() {
        std::map<std::string, std::vector<Name>> by_hash;
        for (const auto& node : nodes_) by_hash[first_degree(node)].push_back(node);
        for (const auto& [hash, names] : by_hash)
            if (names.size() == 1) canonical_.issue(names[0]);
        for (const auto& [hash, names] : by_hash) {
            if (names.size() == 1) continue;
            std::vector<std::pair<std::string, Issuer>> paths;
            for (const auto& name : names) {
                if (canonical_.has(name)) continue;
                Issuer temporary{"b", {}, {}};
                temporary.issue(name);
                paths.push_back(n_degree(name, temporary));
            }
            std::stable_sort(paths.begin(), paths.end(),
                             [](const auto& a, const auto& b) { return a.first < b.first; });
            for (const auto& path : paths)
                for (const auto& name : path.second.order) canonical_.issue(name);
        }
        std::set<std::string> lines;
        for (const auto& quad : quads_)
            lines.insert(
                line_of(quad, [this](const Name& name) { return canonical_.ids.at(name); }));
        std::string text;
        for (const auto& line : lines) text += line;
        return text;
    }

  private:
    template <typename Naming>
    static std::string line_of(Quad quad, const Naming& naming) {
        std::vector<std::string> kept;
        kept.reserve(3);
        for (auto* term : {&quad.subject, &quad.object, &quad.graph}) {
            if (term->kind != TermKind::BlankNode) continue;
            kept.push_back(naming(Name(term->value)).substr(2));
            term->value = kept.back();
        }
        std::string line;
        rdf::append_nquad(line, quad, rdf::Escaping::Rdfc10);
        return line;
    }

    static bool mentions(const Quad& quad, const Name& name) {
        for (const auto* term : {&quad.subject, &quad.object, &quad.graph})
            if (term->kind == TermKind::BlankNode && term->value == name) return true;
        return false;
    }

    std::string first_degree(const Name& node) const {
        std::vector<std::string> lines;
        for (const auto& quad : quads_) {
            if (!mentions(quad, node)) continue;
            lines.push_back(
                line_of(quad, [&](const Name& n) { return n == node ? "_:a" : Name("_:z"); }));
        }
        std::sort(lines.begin(), lines.end());
        std::string text;
        for (const auto& line : lines) text += line;
        return hash_of(text);
    }

    std::string related(const Name& name, const Quad& quad, const Issuer& issuer,
                        char position) const {
        std::string input(1, position);
        if (position != 'g') input += "<" + std::string(quad.predicate.value) + ">";
        if (canonical_.has(name)) return hash_of(input + canonical_.ids.at(name));
        if (issuer.has(name)) return hash_of(input + issuer.ids.at(name));
        return hash_of(input + first_degree(name));
    }

    std::map<std::string, std::vector<Name>> related_of(const Name& node,
                                                        const Issuer& issuer) const {
        std::map<std::string, std::vector<Name>> by_hash;
        for (const auto& quad : quads_) {
            if (!mentions(quad, node)) continue;
            const std::pair<const Term*, char> components[] = {
                {&quad.subject, 's'}, {&quad.object, 'o'}, {&quad.graph, 'g'}};
            for (const auto& [term, position] : components) {
                const Name name(term->value);
                if (term->kind != TermKind::BlankNode || name == node) continue;
                by_hash[related(name, quad, issuer, position)].push_back(name);
            }
        }
        return by_hash;
    }

    std::pair<std::string, Issuer> n_degree(const Name& node, Issuer issuer) const {
        std::string data;
        for (auto& [hash, names] : related_of(node, issuer)) {
            data += hash;
            std::string chosen_path;
            Issuer chosen;
            auto permutation = names;
            std::sort(permutation.begin(), permutation.end());
            do {
                auto [path, copy] = path_of(permutation, issuer);
                if (!chosen_path.empty() && path >= chosen_path) continue;
                chosen_path = path;
                chosen = copy;
            } while (std::next_permutation(permutation.begin(), permutation.end()));
            data += chosen_path;
            issuer = chosen;
        }
        return {hash_of(data), issuer};
    }

    std::pair<std::string, Issuer> path_of(const std::vector<Name>& permutation,
                                           Issuer copy) const {
        std::string path;
        std::vector<Name> recursion;
        for (const auto& name : permutation) {
            if (canonical_.has(name)) {
                path += canonical_.ids.at(name);
                continue;
            }
            if (!copy.has(name)) recursion.push_back(name);
            path += copy.issue(name);
        }
        for (const auto& name : recursion) {
            auto [hash, after] = n_degree(name, copy);
            path += copy.issue(name) + "<" + hash + ">";
            copy = after;
        }
        return {path, copy};
    }

    std::vector<Quad> quads_;
    std::set<Name> nodes_;
    Issuer canonical_{"c14n", {}, {}};
};

}  // namespace

std::string literal_canonical_nquads(const rdf::Dataset& dataset) {
    rdf::Dataset set;
    set.quads = dataset.quads;
    set.remove_duplicates();
    return Machine(set).run();
}

}  // namespace outpost::tests
