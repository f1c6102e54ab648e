#include "CharacterSet.h"

#include <cstring>

#include "dcmtk/dcmdata/dcspchrs.h"
#include "dcmtk/ofstd/ofchrenc.h"

namespace {

const char *delimiters(DcmEVR vr) {
    // After each of these a value is back in its default set (PS3.5 6.1.2.5.3).
    switch (vr) {
    case EVR_PN: return "\\^=";
    case EVR_LT:
    case EVR_ST:
    case EVR_UT: return "";
    default: return "\\";
    }
}

bool isJapanese(const OFString &characterSet) {
    for (const char *term : {"IR 13", "IR 87", "IR 159"})
        if (characterSet.find(term) != OFString_npos) return true;
    return false;
}

/// JIS X 0201, 0208 and 0212 by their escape sequences, rewritten as EUC-JP, which holds the same sets without escapes.
/// The C library's iconv, which Debian's DCMTK is built with, has no converter of its own for them.
bool rewriteAsEUC(const char *text, size_t size, DcmEVR vr, OFString &euc) {
    enum { single, jisX0208, jisX0212 } mode = single;
    const char *resets = delimiters(vr);
    for (size_t i = 0; i < size;) {
        const auto rest = size - i;
        const auto starts = [&](const char *sequence) {
            const size_t length = std::strlen(sequence);
            if (rest < length || std::memcmp(text + i, sequence, length) != 0) return false;
            i += length;
            return true;
        };
        const auto byte = static_cast<unsigned char>(text[i]);
        if (byte == 0x1B) {
            if (starts("\x1B(B") || starts("\x1B(J") || starts("\x1B)I")) mode = single;
            else if (starts("\x1B$B") || starts("\x1B$@")) mode = jisX0208;
            else if (starts("\x1B$(D")) mode = jisX0212;
            else return false;
        } else if (mode == single || byte < 0x21) {
            if (std::strchr(resets, text[i]) || byte < 0x20) mode = single;
            if (byte >= 0x80) euc += '\x8E'; // half-width katakana
            euc += text[i++];
        } else {
            if (rest < 2) return false;
            if (mode == jisX0212) euc += '\x8F';
            euc += static_cast<char>(text[i++] | 0x80);
            euc += static_cast<char>(text[i++] | 0x80);
        }
    }
    return true;
}

} // namespace

namespace cd {

OFCondition toUnicode(const char *text, size_t size, const OFString &characterSet, DcmEVR vr, OFString &unicode) {
    unicode.clear();
    if (isJapanese(characterSet)) {
        OFString euc;
        if (!rewriteAsEUC(text, size, vr, euc)) return EC_InvalidCharacter;
        OFCharacterEncoding converter;
        OFCondition result = converter.selectEncoding("EUC-JP", "UTF-8");
        return result.good() ? converter.convertString(euc, unicode) : result;
    }
    DcmSpecificCharacterSet converter;
    OFCondition result = converter.selectCharacterSet(characterSet, "ISO_IR 192");
    return result.good() ? converter.convertString(text, size, unicode, delimiters(vr)) : result;
}

} // namespace cd
