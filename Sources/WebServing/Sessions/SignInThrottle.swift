import DICOMNetwork
import Synchronization

/// Slows down guessing of passwords: after five failures in a row of a login, or from an address, each further failure makes the
/// next sign-in wait longer, up to a minute. There is no lock, because a client that knows a login could lock its user out.
///
/// The counts are in memory, so a restart of the daemon forgets them.
final class SignInThrottle: Sendable {
    /// A login or an address whose failures are counted. Only the first 64 bits of an IPv6 address count, because one client has
    /// all addresses with them.
    enum Subject: Hashable, Sendable {
        case login(String)
        case address(String)

        init(address: String) {
            guard address.contains(":") else {
                self = .address(address)
                return
            }
            self = .address(Self.network(address))
        }

        /// The first 64 bits of an IPv6 address.
        private static func network(_ address: String) -> String {
            let halves = address.prefix { $0 != "%" }.split(separator: "::", omittingEmptySubsequences: false)
            var groups = (halves.first ?? "").split(separator: ":").map(String.init)
            if halves.count > 1 {
                let rest = halves[1].split(separator: ":").map(String.init)
                groups += Array(repeating: "0", count: max(0, 8 - groups.count - rest.count)) + rest
            }
            return groups.prefix(4).joined(separator: ":")
        }
    }

    private struct Failures {
        var count = 0
        var notBefore: ContinuousClock.Instant
        var last: ContinuousClock.Instant
    }

    private static let free = 5
    private static let longest = Duration.seconds(60)
    /// After this time without a failure, the count begins again.
    private static let memory = Duration.seconds(3600)
    /// Subjects in memory; a further one displaces that with the oldest failure.
    private static let limit = 4096

    private let failures = Mutex<[Subject: Failures]>([:])

    /// Admits a sign-in, or returns how long it has to wait.
    ///
    /// After the free failures, an admitted sign-in makes further ones wait at once, as if it had failed: otherwise all that come
    /// at the same moment would pass.
    func admit(_ subjects: [Subject], at now: ContinuousClock.Instant) -> Duration? {
        failures.withLock { failures in
            if let notBefore = subjects.compactMap({ failures[$0]?.notBefore }).max(), notBefore > now {
                return notBefore - now
            }
            for subject in subjects {
                if let count = failures[subject]?.count {
                    failures[subject]?.notBefore = now + Self.pause(after: count + 1)
                }
            }
            return nil
        }
    }

    /// The pause that follows a number of failures.
    private static func pause(after count: Int) -> Duration {
        let steps = count - free
        return steps < 1 ? .zero : min(longest, .seconds(1 << min(steps - 1, 6)))
    }

    /// Counts a failed sign-in.
    ///
    /// - Returns: failures in a row of each subject.
    func failed(_ subjects: [Subject], at now: ContinuousClock.Instant) -> [Int] {
        failures.withLock { failures in
            subjects.map { subject in
                var entry = failures[subject] ?? Failures(notBefore: now, last: now)
                if now - entry.last > Self.memory { entry.count = 0 }
                entry.count += 1
                entry.last = now
                entry.notBefore = now + Self.pause(after: entry.count)
                if failures[subject] == nil, failures.count >= Self.limit,
                    let oldest = failures.min(by: { $0.value.last < $1.value.last })?.key
                {
                    failures[oldest] = nil
                }
                failures[subject] = entry
                return entry.count
            }
        }
    }

    /// Ends an admitted sign-in whose password was not compared: the next one need not wait.
    func abandoned(_ subjects: [Subject], at now: ContinuousClock.Instant) {
        failures.withLock { failures in
            for subject in subjects { failures[subject]?.notBefore = now }
        }
    }

    /// Ends an admitted sign-in that succeeded: the failures of its login are forgotten, and the next sign-in from its address
    /// need not wait. The failures of the address stay; otherwise the owner of one account would get five free guesses at
    /// another with each sign-in.
    func succeeded(_ subjects: [Subject], at now: ContinuousClock.Instant) {
        failures.withLock { failures in
            for subject in subjects {
                if case .login = subject { failures[subject] = nil } else { failures[subject]?.notBefore = now }
            }
        }
    }
}
