#include "Security.h"

#include "../Boundary.h"

#include <openssl/err.h>
#include <openssl/x509.h>
#include <stdexcept>

namespace cd {

std::string security_failure() {
    // The first error is the cause; later ones are added by its callers.
    const unsigned long code = ERR_peek_error();
    const char *const text = ERR_reason_error_string(code);
    ERR_clear_error();
    return text != nullptr ? text : "OpenSSL gave no reason";
}

namespace {

void demand(bool done, const std::string &what) {
    if (!done) throw std::runtime_error(what + ": " + security_failure());
}

/// Prevents OpenSSL from asking for an encrypted key's password on the terminal.
int no_password(char *, int, int, void *) { return -1; }

int64_t expiry_of(SSL_CTX *context) {
    const X509 *const certificate = SSL_CTX_get0_certificate(context);
    int days = 0, seconds = 0;
    std::unique_ptr<ASN1_TIME, decltype(&ASN1_TIME_free)> epoch(ASN1_TIME_set(nullptr, 0), ASN1_TIME_free);
    if (certificate == nullptr || !ASN1_TIME_diff(&days, &seconds, epoch.get(), X509_get0_notAfter(certificate)))
        return 0;
    return static_cast<int64_t>(days) * 86'400 + seconds;
}

void set_rules(SSL_CTX *context) {
    SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
    // RFC 9325 4.2; all suites of TLS 1.3 are acceptable.
    demand(
        SSL_CTX_set_cipher_list(
            context, "ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:"
                     "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256"),
        "the cipher suites");
    // A peer that closes without a close notification just ended the connection: DICOM's PDUs carry their own lengths.
    SSL_CTX_set_options(
        context,
        SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_TICKET | SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_IGNORE_UNEXPECTED_EOF);
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_num_tickets(context, 0);
    SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE);
    SSL_CTX_set_default_passwd_cb(context, no_password);
}

} // namespace

} // namespace cd

cd_security *cd_security_create(
    const char *certificate, const char *key, const char *authorities, bool is_acceptor, bool requires_certificate,
    int64_t *expiry) {
    return cd::guarded(static_cast<cd_security *>(nullptr), [&] {
        ERR_clear_error();
        auto security = std::make_unique<cd_security>();
        security->context.reset(SSL_CTX_new(is_acceptor ? TLS_server_method() : TLS_client_method()));
        SSL_CTX *const context = security->context.get();
        cd::demand(context != nullptr, "TLS");
        cd::set_rules(context);
        if (certificate != nullptr) {
            cd::demand(SSL_CTX_use_certificate_chain_file(context, certificate) == 1, "the certificate");
            cd::demand(SSL_CTX_use_PrivateKey_file(context, key, SSL_FILETYPE_PEM) == 1, "the key");
            cd::demand(SSL_CTX_check_private_key(context) == 1, "the key is not the certificate's");
        }
        if (authorities != nullptr) cd::demand(SSL_CTX_load_verify_file(context, authorities) == 1, "the authorities");
        if (is_acceptor && authorities != nullptr)
            SSL_CTX_set_client_CA_list(context, SSL_load_client_CA_file(authorities));
        const int peers = !is_acceptor           ? SSL_VERIFY_PEER
                          : requires_certificate ? SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT
                                                 : SSL_VERIFY_NONE;
        SSL_CTX_set_verify(context, peers, nullptr);
        *expiry = cd::expiry_of(context);
        return security.release();
    });
}

void cd_security_destroy(cd_security *security) { delete security; }
