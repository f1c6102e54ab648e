#include "OpeningPDU.h"

namespace cd {

namespace {

constexpr size_t header_length = 6;
/// Length of the fields before the first item.
constexpr size_t fixed_length = 68;
constexpr size_t longest_identifier = 64;

enum Item : unsigned char { application_context = 0x10, presentation_context = 0x20 };

/// Calls `is_sound(type, start, length)` for each item from `at` on; returns false if a call does or an item exceeds `end`.
template <typename Body>
bool every_item(const std::vector<unsigned char> &pdu, size_t at, size_t end, Body is_sound) {
    while (at < end) {
        if (end - at < 4) return false;
        const size_t length = size_t(pdu[at + 2]) << 8 | pdu[at + 3];
        const size_t start = at + 4;
        if (length > end - start || !is_sound(pdu[at], start, length)) return false;
        at = start + length;
    }
    return true;
}

} // namespace

bool is_sound_request(const std::vector<unsigned char> &pdu) {
    const auto is_short = [](unsigned char, size_t, size_t length) { return length <= longest_identifier; };
    const auto is_sound = [&](unsigned char type, size_t start, size_t length) {
        if (type == application_context) return length <= longest_identifier;
        if (type != presentation_context) return true;
        // The syntaxes follow the identifier and three reserved bytes.
        return length >= 4 && every_item(pdu, start + 4, start + length, is_short);
    };
    return pdu.size() >= header_length + fixed_length &&
           every_item(pdu, header_length + fixed_length, pdu.size(), is_sound);
}

} // namespace cd
