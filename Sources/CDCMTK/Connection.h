#ifndef CDCMTK_CONNECTION_H
#define CDCMTK_CONNECTION_H

#include "dcmtk/config/osconfig.h"

#include "dcmtk/dcmnet/dcmtrans.h"

#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace cd {

/// State of a connection. It outlives the connection, which DCMTK deletes when it finds it closed.
struct ConnectionState {
    std::chrono::steady_clock::time_point deadline;
    bool timed_out = false;
    /// The connection was established.
    bool connected = false;
    /// The peer closed, or the connection broke.
    bool ended = false;
    bool received_something = false;
    /// The TLS error, found by us or reported by the peer; empty if there was none.
    std::string security_failure;
    /// The names in the peer's certificate, once the TLS handshake is complete; see `cd::names_of`.
    std::vector<std::string> certificate_names;
    /// The peer's association request is malformed and was not passed to DCMTK.
    bool is_malformed = false;

    /// Sets the deadline of all following calls to this many milliseconds from now.
    void set_deadline(int milliseconds);

    /// Begins a message, in either direction. The peer may keep it waiting for `patience` milliseconds. Each byte that it
    /// sends or takes buys time at `least_rate` bytes a second, but it never has more than `patience` in hand.
    void begin_message(int patience, int least_rate);
    /// Lets what is left of the peer's time run, and sets the deadline by it, until `pause_message`. Between these calls we
    /// are at work ourselves, and the peer loses nothing.
    void resume_message();
    void pause_message();
    /// Counts bytes that the peer has sent or taken.
    void moved(size_t bytes);

private:
    using Clock = std::chrono::steady_clock;
    bool is_paced = false;
    int least_rate = 1;
    Clock::duration patience = {}, left = {};
};

/// DCMTK's plain TCP connection, with a deadline for every read and write and without TCP's delays. Reads that DCMTK
/// calls blocking end at the deadline.
class Connection : public DcmTCPConnection {
public:
    Connection(DcmNativeSocketType socket, std::shared_ptr<ConnectionState> state);

    ssize_t read(void *bytes, size_t count) final;
    /// Reads raw bytes; returns 0 at the end, -1 if none arrive before the deadline.
    virtual ssize_t receive(void *bytes, size_t count);
    ssize_t write(void *bytes, size_t count) override;
    OFBool networkDataAvailable(int seconds) override;

    /// While set, written bytes may wait to be sent together with the following ones.
    bool more_follows = false;

    virtual bool has_input();
    /// Waits for input, no longer than told; returns whether there is any.
    bool has_input_within(int milliseconds);
    /// False where the deadline passed before the peer sent anything or closed.
    virtual bool wait_for_input();

protected:
    bool wait_for(short event);

    const std::shared_ptr<ConnectionState> state_;

private:
    /// Reads the first PDU and replaces a malformed association request by a PDU that requests nothing. Returns the last
    /// result of `receive`.
    ssize_t read_opening();
    ssize_t fill_opening(size_t size);

    bool header_sent_ = false;
    bool has_opening_ = false;
    /// The first PDU, or the part that has arrived; `opening_taken_` bytes of it have been passed to DCMTK.
    std::vector<unsigned char> opening_;
    size_t opening_taken_ = 0;
};

} // namespace cd

#endif
