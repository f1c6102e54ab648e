#include "SecureConnection.h"

#include "CertificateNames.h"

#include "dcmtk/dcmnet/cond.h"

#include <algorithm>
#include <cerrno>
#include <climits>
#include <fcntl.h>
#include <new>
#include <openssl/err.h>
#include <openssl/x509_vfy.h>
#include <poll.h>
#include <utility>

namespace cd {

SecureConnection::SecureConnection(
    DcmNativeSocketType socket, std::shared_ptr<ConnectionState> state, const cd_security &security)
    : Connection(socket, std::move(state)), tls_(SSL_new(security.context.get())) {
    if (tls_ == nullptr || SSL_set_fd(tls_.get(), socket) != 1) throw std::bad_alloc();
    fcntl(socket, F_SETFL, fcntl(socket, F_GETFL) | O_NONBLOCK);
}

SecureConnection::~SecureConnection() { close(); }

void SecureConnection::expect_host(const std::string &host) {
    X509_VERIFY_PARAM *const rules = SSL_get0_param(tls_.get());
    if (X509_VERIFY_PARAM_set1_ip_asc(rules, host.c_str()) == 1) return;
    ERR_clear_error();
    if (SSL_set1_host(tls_.get(), host.c_str()) != 1 || SSL_set_tlsext_host_name(tls_.get(), host.c_str()) != 1)
        throw std::bad_alloc();
}

void SecureConnection::close() {
    if (is_open_) SSL_shutdown(tls_.get());
    is_open_ = false;
    Connection::close();
}

SecureConnection::Next SecureConnection::after(int result, bool is_patient) {
    const int code = SSL_get_error(tls_.get(), result);
    if (code == SSL_ERROR_WANT_READ || code == SSL_ERROR_WANT_WRITE) {
        if (!is_patient) return Next::timed_out;
        return wait_for(code == SSL_ERROR_WANT_READ ? POLLIN : POLLOUT) ? Next::again : Next::timed_out;
    }
    state_->ended = true;
    if (code == SSL_ERROR_ZERO_RETURN) return Next::ended;
    is_open_ = false;
    if (code == SSL_ERROR_SSL) {
        const long verified = SSL_get_verify_result(tls_.get());
        state_->security_failure = security_failure();
        if (verified != X509_V_OK)
            state_->security_failure += std::string(", ") + X509_verify_cert_error_string(verified);
    }
    errno = EIO;
    return Next::failed;
}

OFCondition SecureConnection::handshake(int (*step)(SSL *)) {
    for (;;) {
        ERR_clear_error();
        const int result = step(tls_.get());
        if (result == 1) break;
        if (after(result) == Next::again) continue;
        return makeOFCondition(OFM_dcmnet, DULC_TLSERROR, OF_error, "TLS handshake failed");
    }
    is_open_ = true;
    state_->certificate_names = names_of(tls_.get());
    return EC_Normal;
}

OFCondition SecureConnection::serverSideHandshake() { return handshake(SSL_accept); }
OFCondition SecureConnection::clientSideHandshake() { return handshake(SSL_connect); }

ssize_t SecureConnection::receive(void *bytes, size_t count) {
    for (;;) {
        ERR_clear_error();
        const int received = SSL_read(tls_.get(), bytes, static_cast<int>(std::min<size_t>(count, INT_MAX)));
        if (received > 0) {
            state_->received_something = true;
            state_->moved(static_cast<size_t>(received));
            return received;
        }
        const Next next = after(received);
        if (next == Next::ended) return 0;
        if (next != Next::again) return -1;
    }
}

ssize_t SecureConnection::write(void *bytes, size_t count) {
    size_t sent = 0;
    while (sent < count) {
        ERR_clear_error();
        const int step = SSL_write(
            tls_.get(), static_cast<const char *>(bytes) + sent,
            static_cast<int>(std::min<size_t>(count - sent, INT_MAX)));
        if (step > 0) {
            sent += static_cast<size_t>(step);
            state_->moved(static_cast<size_t>(step));
        } else if (after(step) != Next::again) {
            // A peer that rejects our certificate sends an alert and closes, perhaps before we wrote.
            char byte;
            if (state_->security_failure.empty() && state_->ended) after(SSL_read(tls_.get(), &byte, 1), false);
            errno = EIO;
            return -1;
        }
    }
    return static_cast<ssize_t>(sent);
}

bool SecureConnection::peek(bool is_patient) {
    for (;;) {
        char byte;
        ERR_clear_error();
        const int result = SSL_peek(tls_.get(), &byte, 1);
        if (result > 0) return true;
        const Next next = after(result, is_patient);
        if (next != Next::again) return next != Next::timed_out;
    }
}

bool SecureConnection::has_input() { return peek(false); }
bool SecureConnection::wait_for_input() { return peek(true); }

} // namespace cd
