import DICOMNetwork
import Synchronization

/// Makes whoever guesses passwords wait: after five failures in a row of a login, or from an address, each further one makes the
/// next wait longer, up to a minute. Nobody is shut out for good, because then whoever knows a login could do that.
final class SignInThrottle: Sendable {
    /// What is counted: a login, or an address of which for IPv6 the first half counts, because one client has all of the rest.
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
    /// Subjects that are told apart; beyond them the oldest is forgotten.
    private static let limit = 4096

    private let failures = Mutex<[Subject: Failures]>([:])

    /// How long a sign-in has to wait; nil if it need not.
    func pause(_ subjects: [Subject], at now: ContinuousClock.Instant) -> Duration? {
        let notBefore = failures.withLock { failures in subjects.compactMap { failures[$0]?.notBefore }.max() }
        return notBefore.flatMap { $0 > now ? $0 - now : nil }
    }

    /// Counts a sign-in that failed.
    ///
    /// - Returns: how many of each subject failed in a row.
    func failed(_ subjects: [Subject], at now: ContinuousClock.Instant) -> [Int] {
        failures.withLock { failures in
            subjects.map { subject in
                var entry = failures[subject] ?? Failures(notBefore: now, last: now)
                if now - entry.last > Self.memory { entry.count = 0 }
                entry.count += 1
                entry.last = now
                let steps = entry.count - Self.free
                let pause = steps < 1 ? .zero : min(Self.longest, .seconds(1 << min(steps - 1, 6)))
                entry.notBefore = now + pause
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

    /// Forgets the failures of a login that signed in. Those of its address stay: else an account of one's own would give five
    /// free guesses at another whenever it signs in.
    func succeeded(_ login: String) { failures.withLock { $0[.login(login)] = nil } }
}
