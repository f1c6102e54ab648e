#include "Connection.h"
#include "OpeningPDU.h"

#include "dcmtk/dcmnet/dul.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <utility>

namespace cd {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

Connection::Connection(DcmNativeSocketType socket, std::shared_ptr<ConnectionState> state)
    : DcmTCPConnection(socket), state_(std::move(state)) {
    state_->connected = true;
    const int on = 1;
    setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    // Otherwise the kernel takes megabytes at once and is then not writable for minutes while a slow link takes them.
    const int unsent = 128 << 10;
    setsockopt(socket, IPPROTO_TCP, TCP_NOTSENT_LOWAT, &unsent, sizeof unsent);
}

void ConnectionState::set_deadline(int timeout) {
    deadline = Clock::now() + milliseconds(timeout);
    timed_out = false;
    is_paced = false;
}

void ConnectionState::begin_message(int longest_wait, int rate) {
    patience = left = milliseconds(longest_wait);
    least_rate = std::max(rate, 1);
}

void ConnectionState::resume_message() {
    deadline = Clock::now() + left;
    timed_out = false;
    is_paced = true;
}

void ConnectionState::pause_message() {
    if (is_paced) left = std::max(deadline - Clock::now(), Clock::duration::zero());
    is_paced = false;
}

void ConnectionState::moved(size_t bytes) {
    if (!is_paced) return;
    const std::chrono::duration<double> bought(static_cast<double>(bytes) / least_rate);
    deadline = std::min(deadline + std::chrono::duration_cast<Clock::duration>(bought), Clock::now() + patience);
}

/// Whether this is a TLS alert or handshake record (RFC 8446 5.1); no PDU begins with the same byte.
static bool is_tls(const void *bytes) {
    const unsigned char first = *static_cast<const unsigned char *>(bytes);
    return first == 0x15 || first == 0x16;
}

bool Connection::wait_for(short event) {
    for (;;) {
        const auto left = std::chrono::ceil<milliseconds>(state_->deadline - Clock::now()).count();
        pollfd waiting = {getSocket(), event, 0};
        const int ready = left > 0 ? poll(&waiting, 1, static_cast<int>(left)) : 0;
        if (ready > 0) return true;
        if (ready < 0 && errno == EINTR) continue;
        state_->timed_out = true;
        errno = ETIMEDOUT;
        return false;
    }
}

ssize_t Connection::fill_opening(size_t size) {
    std::array<unsigned char, 4096> bytes;
    ssize_t received = 1;
    while (opening_.size() < size && received > 0) {
        received = receive(bytes.data(), std::min(size - opening_.size(), bytes.size()));
        if (received > 0) opening_.insert(opening_.end(), bytes.begin(), bytes.begin() + received);
    }
    return received;
}

ssize_t Connection::read_opening() {
    ssize_t received = fill_opening(6);
    if (received <= 0 || opening_[0] != 0x01) return received;
    const size_t length =
        size_t(opening_[2]) << 24 | size_t(opening_[3]) << 16 | size_t(opening_[4]) << 8 | opening_[5];
    // DCMTK refuses a longer PDU by its length.
    if (length > dcmAssociatePDUSizeLimit.get()) return received;
    received = fill_opening(6 + length);
    if (received > 0 && !is_sound_request(opening_)) {
        state_->is_malformed = true;
        opening_ = {0xFF, 0, 0, 0, 0, 0};
    }
    return received;
}

ssize_t Connection::read(void *bytes, size_t count) {
    if (!has_opening_) {
        has_opening_ = true;
        const ssize_t received = read_opening();
        if (opening_.empty()) return received;
    }
    if (opening_.empty()) return receive(bytes, count);
    const size_t given = std::min(count, opening_.size() - opening_taken_);
    std::memcpy(bytes, opening_.data() + opening_taken_, given);
    opening_taken_ += given;
    if (opening_taken_ == opening_.size()) opening_ = {};
    return static_cast<ssize_t>(given);
}

ssize_t Connection::receive(void *bytes, size_t count) {
    for (;;) {
        // The peer may write command and data set separately and, with Nagle's algorithm on, wait for our acknowledgement
        // in between. The kernel resets this option, so it is set before each read.
        const int on = 1;
        setsockopt(getSocket(), IPPROTO_TCP, TCP_QUICKACK, &on, sizeof on);
        const ssize_t received = recv(getSocket(), bytes, count, MSG_DONTWAIT);
        if (received > 0 && !state_->received_something && is_tls(bytes)) {
            state_->security_failure = "the peer speaks TLS, but this connection does not use it";
            state_->ended = true;
            return 0;
        }
        if (received > 0) {
            state_->received_something = true;
            state_->moved(static_cast<size_t>(received));
        }
        if (received == 0) state_->ended = true;
        if (received >= 0) return received;
        if (errno == EINTR) continue;
        if (errno != EAGAIN) state_->ended = true;
        if (errno != EAGAIN || !wait_for(POLLIN)) return -1;
    }
}

ssize_t Connection::write(void *bytes, size_t count) {
    // DCMTK writes the 12-byte header of a P-DATA-TF separately; holding it back sends it in one segment with the data.
    const bool is_header = !header_sent_ && count == 12 && static_cast<const unsigned char *>(bytes)[0] == 0x04;
    header_sent_ = is_header;
    const int flags = MSG_DONTWAIT | MSG_NOSIGNAL | (is_header || more_follows ? MSG_MORE : 0);
    size_t sent = 0;
    while (sent < count) {
        const ssize_t step = send(getSocket(), static_cast<const char *>(bytes) + sent, count - sent, flags);
        if (step >= 0) {
            sent += static_cast<size_t>(step);
            state_->moved(static_cast<size_t>(step));
        } else if (errno == EAGAIN) {
            if (!wait_for(POLLOUT)) return -1;
        } else if (errno != EINTR) {
            state_->ended = true;
            return -1;
        }
    }
    return static_cast<ssize_t>(sent);
}

OFBool Connection::networkDataAvailable(int) { return !opening_.empty() || wait_for_input() ? OFTrue : OFFalse; }

bool Connection::wait_for_input() { return wait_for(POLLIN); }

bool Connection::has_input() {
    pollfd waiting = {getSocket(), POLLIN, 0};
    return poll(&waiting, 1, 0) > 0;
}

bool Connection::has_input_within(int milliseconds) {
    if (has_input()) return true;
    pollfd waiting = {getSocket(), POLLIN, 0};
    poll(&waiting, 1, milliseconds);
    return has_input();
}

} // namespace cd
