#include "CertificateNames.h"

#include <memory>
#include <openssl/err.h>
#include <openssl/x509v3.h>

namespace cd {

namespace {

struct FreeingNames {
    void operator()(X509 *certificate) const { X509_free(certificate); }
    void operator()(GENERAL_NAMES *names) const { GENERAL_NAMES_free(names); }
};

/// Appends a text in UTF-8, unless it cannot be a C string or is empty.
void append(const unsigned char *bytes, int length, std::vector<std::string> &names) {
    if (bytes == nullptr || length <= 0) return;
    std::string name(reinterpret_cast<const char *>(bytes), static_cast<size_t>(length));
    if (name.find('\0') == std::string::npos) names.push_back(std::move(name));
}

void append_alternative_names(const X509 *certificate, std::vector<std::string> &names) {
    const std::unique_ptr<GENERAL_NAMES, FreeingNames> alternatives(
        static_cast<GENERAL_NAMES *>(X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)));
    if (alternatives == nullptr) return;
    for (int index = 0; index < sk_GENERAL_NAME_num(alternatives.get()); ++index) {
        const GENERAL_NAME *const each = sk_GENERAL_NAME_value(alternatives.get(), index);
        if (each->type != GEN_DNS) continue;
        append(ASN1_STRING_get0_data(each->d.dNSName), ASN1_STRING_length(each->d.dNSName), names);
    }
}

void append_common_names(const X509 *certificate, std::vector<std::string> &names) {
    const X509_NAME *const subject = X509_get_subject_name(certificate);
    for (int index = -1; (index = X509_NAME_get_index_by_NID(subject, NID_commonName, index)) >= 0;) {
        unsigned char *text = nullptr;
        const ASN1_STRING *const value = X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, index));
        const int length = ASN1_STRING_to_UTF8(&text, value);
        append(text, length, names);
        OPENSSL_free(text);
    }
}

} // namespace

std::vector<std::string> names_of(const SSL *connection) {
    std::vector<std::string> names;
    const std::unique_ptr<X509, FreeingNames> certificate(SSL_get1_peer_certificate(connection));
    if (certificate == nullptr) return names;
    append_alternative_names(certificate.get(), names);
    if (names.empty()) append_common_names(certificate.get(), names);
    // What could not be decoded is no error of the connection.
    ERR_clear_error();
    return names;
}

} // namespace cd
